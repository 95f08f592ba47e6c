"""Reading a text line by line into a tree of clauses.

Every line of the source ends in exactly one place: a clause, an unnumbered heading
(a clause of kind ``crossheading``) or a declared cover line. A text with articles is read as
a law, another one as a policy.
"""

import re
from itertools import pairwise
from pathlib import Path

from catalogue.model import CoverLine
from publisher.clauses.articles import find_articles
from publisher.clauses.law import LawReader
from publisher.clauses.markdown.blocks import set_apart
from publisher.clauses.markdown.doubts import report_doubts
from publisher.clauses.markdown.inline import plain_words
from publisher.clauses.markdown.lines import Line, find_quotations, read_lines
from publisher.clauses.policy import PolicyReader
from publisher.clauses.tree import Node, ReadText, Reporter, root
from publisher.problems import Problems

# Which rules name the clauses: a seal notes it, since later rules may name them otherwise.
READER = 2
_DAY = re.compile(
    r"[二〇○零一三四五六七八九\d]{4}年[一二三四五六七八九十\d]{1,3}月[一二三四五六七八九十\d]{1,3}日"
)
# A signer is a body: its name ends as bodies' names do, and it is not a sentence.
_SIGNER = re.compile(
    r"[\w()（） 、]{1,30}[会委局厅部院室府司处科办署社团队所校馆组台站庭厂]\)?|.{2,30}(?:公司|中心)"
)
_REMARK = re.compile(r"[(（][^()（）]{2,30}[)）]")


def read_text(text: str, path: Path, problems: Problems) -> ReadText:
    """Read one version; doubts go to ``problems`` with the line in ``path``."""
    reporter = Reporter(path, problems)
    lines = read_lines(text)
    read, apart = set_apart(lines)
    report_doubts(lines, apart, reporter)
    body, closing = split_closing(read)
    articles = find_articles(body, find_quotations(body).quoted)
    quotations = find_quotations(body, articles.taken)
    for number in quotations.unclosed:
        reporter.report(number, "C005.open_quotation")
    if articles.taken:
        for mark in articles.passed_over:
            reporter.report(mark.line, "C004.read_as_text", printed=mark.printed)
        heads = {line.number for line, below in pairwise(body) if below.number in articles.taken}
        law = LawReader(articles.taken, heads, quotations.quoted, reporter)
        for line in body:
            law.take(line)
        return _read(law.root, [*law.cover, *closing, *apart])
    base = root()
    cover: list[CoverLine] = []
    policy = PolicyReader(base, reporter, cover, quotations.quoted)
    for line in body:
        policy.take(line)
    return _read(base, [*cover, *closing, *apart])


def _read(base: Node, cover: list[CoverLine]) -> ReadText:
    return ReadText(base, tuple(sorted(cover, key=lambda line: line.line)))


def split_closing(lines: list[Line]) -> tuple[list[Line], list[CoverLine]]:
    """Split the signers and the date (落款) at the end of a text from the rest.

    Remarks in brackets may follow the date (此件公开发布), up to three signers precede it.
    """
    end = len(lines)
    while end and _REMARK.fullmatch(plain_words(lines[end - 1].text)):
        end -= 1
    if not end or not _DAY.fullmatch(plain_words(lines[end - 1].text).replace(" ", "")):
        return lines, []
    cut = end - 1
    while cut > 1 and end - cut < 4 and _SIGNER.fullmatch(plain_words(lines[cut - 1].text)):
        cut -= 1
    return lines[:cut], [CoverLine(line.number, "closing", line.text) for line in lines[cut:]]
