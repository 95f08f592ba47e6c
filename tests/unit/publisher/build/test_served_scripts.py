"""The modules of the scripts as they are served: flat, and some folders as one file."""

from graphlib import CycleError
from pathlib import Path

import pytest

from publisher.build.scripts import served_scripts

SOURCES = {
    "site.js": 'const load = () => import("./policy/start.js");\n',
    "page.js": "export const t = 1;\n",
    "lists/list.js": 'import { t } from "../page.js";\nimport { item } from "./items.js";\n',
    "lists/items.js": "export const item = 2;\n",
    "policy/start.js": 'import { t } from "../page.js";\nimport { b } from "./menu.js";\n'
    'import { day } from "../states/dates.js";\nexport const a = b;\n',
    "policy/menu.js": 'import { make, t } from "../page.js";\nexport const b = t;\n',
    "states/dates.js": 'import { t } from "../page.js";\nexport const day = t;\n',
    "unstarted.js": "(function () {})();\n",
}


def served_from(folder: Path, sources: dict[str, str]) -> dict[str, str]:
    return dict(served_scripts({folder / name: text for name, text in sources.items()}))


def test_modules_are_served_in_one_folder_with_the_addresses_of_there(tmp_path: Path) -> None:
    served = served_from(tmp_path, SOURCES)
    assert sorted(served) == [
        "items.js", "list.js", "page.js", "policy.js", "site.js", "unstarted.js",
    ]  # fmt: skip
    assert served["site.js"] == 'const load = () => import("./policy.js");\n'
    assert served["list.js"] == (
        'import { t } from "./page.js";\nimport { item } from "./items.js";\n'
    )
    assert served["unstarted.js"] == SOURCES["unstarted.js"]


def test_a_joined_folder_is_one_module_each_part_after_what_it_needs(tmp_path: Path) -> None:
    served = served_from(tmp_path, SOURCES)
    assert served["policy.js"] == (
        'import { day, make, t } from "./page.js";\nexport const b = t;\nexport const a = b;\n'
    )
    assert served["page.js"] == "export const t = 1;\nexport const day = t;\n"


def test_parts_that_need_each_other_are_refused(tmp_path: Path) -> None:
    circle = {
        "policy/a.js": 'import { b } from "./b.js";\n',
        "policy/b.js": 'import { a } from "./a.js";\n',
    }
    with pytest.raises(CycleError):
        served_from(tmp_path, circle)


def test_the_search_is_one_module_with_all_that_it_needs(tmp_path: Path) -> None:
    sources = {
        "page.js": "export const t = 1;\n",
        "search/search.js": 'import { t } from "../page.js";\nimport { now } from "./hit.js";\n',
        "search/hit.js": 'import { day } from "../states/dates.js";\nexport const now = day;\n',
        "states/dates.js": 'import { t } from "../page.js";\nexport const day = t;\n',
    }
    served = served_from(tmp_path, sources)
    assert served["search.js"] == (
        "export const t = 1;\nexport const day = t;\nexport const now = day;\n"
    )
    assert served["page.js"] == "export const t = 1;\nexport const day = t;\n"
