import re
from importlib.resources import files

from publisher.engine.theme_style import needed_style

PAGE = '<html class="plain"><body class="frame typeset"><p>'
SHEET = """@charset "UTF-8";/*! a } note */
:root{--seen:url("data:,<a d='('>;}");--unseen:url("data:,;)")}
a,.gone a{color:var(--seen)}.gone,.gone .typeset{color:red}
.frame .typeset p:not(.gone,:is(.lost)){margin:0}.frame[class~=".gone"]{margin:1px}
@media print{.gone{color:red}.typeset{--unseen:0;color:#000}}@media screen{.gone{color:red}}
@keyframes turn{33.3%{left:0}}"""


def test_a_rule_stays_where_an_element_of_the_page_may_be_meant() -> None:
    assert needed_style(SHEET, PAGE).split("}") == [
        ":root{--seen:url(\"data:,<a d='('>;",
        '");',
        "a{color:var(--seen)",
        ".frame .typeset p:not(.gone,:is(.lost)){margin:0",
        '.frame[class~=".gone"]{margin:1px',
        "@media print{.typeset{color:#000",
        "",
        "@keyframes turn{33.3%{left:0",
        "",
        "",
    ]


def test_no_rule_for_tables_asks_whether_there_is_a_class() -> None:
    sheet = ".typeset table:not([class]) td>:first-child,.md-typeset table:not([class])+*{margin:0}"
    page = '<body class="md-typeset">'
    assert needed_style(sheet, page) == "table:not(.yl-grid):not(.yl-register)+*{margin:0}"


def test_the_theme_itself_writes_its_rules_for_tables_so() -> None:
    folder = files("material") / "templates/assets/stylesheets"
    (path,) = (each for each in folder.iterdir() if re.fullmatch(r"main\..*\.min\.css", each.name))
    sheet = path.read_text("utf-8")
    needed = needed_style(sheet, '<body class="md-typeset">')
    assert "table:not(.yl-grid):not(.yl-register)" in needed
    assert "[class])" not in needed
