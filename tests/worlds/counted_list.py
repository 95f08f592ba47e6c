"""A random list of comments, an office that receives and decides on it, and its figures counted."""

import random
import shutil
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import Flask

from catalogue.window import parse_instant
from comments_service.domain.accounts.roles import Role
from comments_service.domain.comments.decision import NewDecision
from comments_service.domain.comments.participant import ParticipantKind
from comments_service.domain.intake.new_entry import NewPoint
from comments_service.domain.register.code_words import DISPOSITIONS
from comments_service.services.clock.clock import clock_of
from comments_service.services.intake import entering
from comments_service.services.outcome.export import export_file
from comments_service.services.outcome.outcome import publish_outcome
from comments_service.services.outcome.reports import report_file
from comments_service.services.register import deciding
from comments_service.services.service import Service
from comments_service.store.comments import comment_states
from tests.conftest import POLICY, World
from tests.worlds.letters import letter
from tests.worlds.officers import add_officer
from tests.worlds.sites import build, built_once, write

AFTER = "2018-07-25T10:00:00+08:00"
DRAFT = "# 停车管理办法（征求意见稿）\n\n" + "".join(
    f"{part}、第{part}件事\n\n（一）收费标准应当公示。\n\n（二）坚持便民。\n\n"
    for part in "一二三四"
)
SOURCES = {
    f"{POLICY}/policy.yml": "title: 停车管理办法\nkind: consultation\nissuer: 市城市管理局\n"
    "versions: [{id: v1, label: 征求意见稿, published_on: 2018-07-12}]\n"
    "windows: [{id: w1, version: v1, opens: 2018-07-12, closes: 2018-07-18}]\n"
    "publish_comments: during\n",
    f"{POLICY}/v1.md": DRAFT,
}
CITATIONS = [f"第{part}部分（{item}）" for part in "一二三四" for item in "一二"]
EIDS = [f"part_{part}__sec_{item}" for part in range(1, 5) for item in (1, 2)]
KINDS = ("person", "person", "organisation", "department")
STANCES = ("support", "oppose", "suggest", "question")
SEALED = "discipline"


@dataclass
class Said:
    """One comment of the list: who said what about which clause, and what becomes of it."""

    letter: int
    person: tuple[str, int]
    day: str
    place: int | None
    stance: str
    fate: str
    secret: bool

    @property
    def citation(self) -> str:
        return "全文" if self.place is None else CITATIONS[self.place]


def a_list(chance: random.Random) -> list[Said]:
    """Return 20 to 60 comments, one to four of each letter, in order of receipt."""
    many, number = chance.randint(20, 60), 0
    made: list[Said] = []
    while len(made) < many:
        person = chance.choice(KINDS), chance.randrange(6)
        day = "2018-07-15" if chance.random() < 0.7 else "2018-07-25"
        # What comes by letter is said as a suggestion, and nothing of it is a secret.
        web = day == "2018-07-15"
        made += [
            Said(
                letter=number,
                person=person,
                day=day,
                place=chance.choice([None, *range(len(EIDS))]),
                stance=chance.choice(STANCES) if web else "suggest",
                fate=chance.choice([*DISPOSITIONS, *list(DISPOSITIONS)[:3], SEALED]),
                secret=web and person[0] == "organisation" and chance.random() < 0.3,
            )
            for _ in range(min(chance.randint(1, 4), many - len(made)))
        ]
        number += 1
    return sorted(made, key=lambda each: (each.day, each.letter))


class Office:
    """A consultation on a site that was built from its sources, and three officers."""

    def __init__(self, world: World) -> None:
        self.world, self.folder = world, world.folder
        self.policies = write(self.folder / "policies", SOURCES)
        shutil.copytree(built_once("counted-list", SOURCES), self.folder / "built")
        place = str(self.folder / "built"), str(self.policies)
        self.env = dict(zip(("YANLU_SITE", "YANLU_POLICIES"), place, strict=True))
        self.app: Flask = world.app(**self.env, YANLU_RATE_LIMIT="off", YANLU_CHALLENGE="off")
        self.during: Service = self.app.extensions["yanlu"]
        then = world.settings(**self.env, YANLU_NOW=AFTER)
        self.service = replace(self.during, clock=clock_of(then))
        roles = {"heli": Role.REGISTRAR, "zhoumin": Role.HANDLER, "chen": Role.REVIEWER}
        self.heli, self.zhoumin, self.chen = (
            add_officer(self.service, login, role) for login, role in roles.items()
        )

    def receive(self, said: list[Said]) -> list[str]:
        """Send what came in time over the interface, and enter what came by letter."""
        for number in dict.fromkeys(each.letter for each in said):
            points = [each for each in said if each.letter == number]
            (self.send if points[0].day == "2018-07-15" else self.enter)(points)
        with self.service.database.read() as connection:
            found = list(comment_states.numbered(connection, POLICY))
        return [each.comment for each in sorted(found, key=lambda it: (it.serial, it.position))]

    def send(self, points: list[Said]) -> None:
        kind, who = points[0].person
        names = {} if kind == "person" else {"organisation": f"某某单位{who}"}
        comments = [
            {
                "stance": each.stance,
                "body": f"意见：{each.citation}",
                "confidential": each.secret,
                **({} if each.place is None else {"clause": EIDS[each.place]}),
            }
            for each in points
        ]
        sent = self.world.citizen(
            participant=kind, name=f"林晓{kind[0]}{who}", phone=f"1390000{len(kind):02}{who:02}",
            comments=comments, **names,
        )  # fmt: skip
        done = self.app.test_client().post("/api/v1/submissions", json=sent)
        assert done.status_code == 201, done.text

    def enter(self, points: list[Said]) -> None:
        kind, who = points[0].person
        new = letter(
            points[0].letter,
            kind=ParticipantKind(kind),
            received_on=date(2018, 7, 25),
            name=f"林晓{kind[0]}{who}",
            organisation="" if kind == "person" else f"某某单位{who}",
            contact=f"1390000{len(kind):02}{who:02}",
            points=tuple(
                NewPoint("" if each.place is None else each.citation, f"意见：{each.citation}")
                for each in points
            ),
        )
        entering.enter_submission(self.service, self.heli, new)

    def decide(self, said: list[Said], ids: list[str], chance: random.Random) -> None:
        """Propose, some of them twice; seal; release in two goes."""
        fates = dict(zip(ids, said, strict=True))
        sealed = [each for each, one in fates.items() if one.fate == SEALED]
        if sealed:
            deciding.seal(self.service, self.zhoumin.id, sealed, "检举")
        rest = [each for each in ids if each not in sealed]
        chance.shuffle(rest)
        for each in rest[::3]:
            self.propose([(each, "invalid")])
        self.propose([(each, fates[each].fate) for each in rest])
        half = len(rest) // 2
        for part in (rest[:half], rest[half:]):
            deciding.release(self.service, self.chen.id, self.proposals(part))

    def propose(self, chosen: list[tuple[str, str]]) -> None:
        with self.service.database.read() as connection:
            states = comment_states.named(connection, [each for each, _ in chosen])
        new = [
            NewDecision(
                comment=each,
                disposition=fate,
                reason="" if fate == "adopted" else "与现行规定不一致。",
                summary="",
                to_clause=CITATIONS[0] if fate in {"adopted", "partly_adopted"} else None,
                later="",
                seen=states[each].changed,
            )
            for each, fate in chosen
        ]
        deciding.propose(self.service, self.zhoumin.id, new)

    def proposals(self, ids: list[str]) -> list[tuple[str, str]]:
        with self.service.database.read() as connection:
            states = comment_states.named(connection, ids)
        return [(each, str(states[each].proposal)) for each in ids]

    def outputs(self) -> None:
        """Write the four files and the outcome, and build the page from it."""
        for form in ("xlsx", "json", "csv"):
            export_file(self.service, POLICY, "public", form, self.folder / f"out.{form}")
        report_file(self.service, POLICY, "public", self.folder / "out.docx")
        path = self.policies / POLICY / "results.json"
        publish_outcome(self.service, POLICY, path, self.chen.id)
        build(self.policies, self.folder / "built", now=parse_instant(AFTER))

    def page(self) -> str:
        return (self.folder / "built" / POLICY / "results" / "index.html").read_text("utf-8")

    def tally(self) -> dict[str, Any]:
        found: dict[str, Any] = (
            self.app.test_client().get(f"/api/v1/policies/{POLICY}/tally").get_json()
        )
        return found


class Count:
    """The figures of a list, counted here and nowhere else."""

    def __init__(self, said: list[Said]) -> None:
        open_ = [each for each in said if each.fate != SEALED]
        self.comments = len(said)
        self.letters = len({each.letter for each in said})
        people = {each.person for each in said}
        self.departments = len({each for each in people if each[0] == "department"})
        self.participants = len(people) - self.departments
        self.fates = Counter(each.fate for each in said)
        self.taken = self.fates["adopted"] + self.fates["partly_adopted"]
        self.clauses = Counter(each.citation for each in said)
        self.stances = Counter((each.citation, each.stance) for each in said)
        self.days = Counter(each.day for each in said)
        self.kinds = Counter(each.person[0] for each in said)
        away = ("referred", "petition", SEALED)
        self.transferred = sum(self.fates[each] for each in away)
        answered = [each for each in open_ if each.fate not in {*away, "invalid"}]
        self.withheld = sum(each.secret for each in answered)
        self.published = len(answered) - self.withheld

    @property
    def listed(self) -> Counter[str]:
        """Return the comments that may be listed, by their disposition."""
        return Counter({code: number for code, number in self.fates.items() if code != SEALED})

    @property
    def words(self) -> dict[str, int]:
        """Return the same by the words that people read."""
        return {DISPOSITIONS[code]: number for code, number in self.listed.items()}

    @property
    def partition(self) -> dict[str, int]:
        return {
            "received": self.comments,
            "withdrawn": 0,
            "invalid": self.fates["invalid"],
            "transferred": self.transferred,
            "unresolved": 0,
            "withheld": self.withheld,
            "published": self.published,
        }
