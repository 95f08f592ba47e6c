"""The commands ``keys …``: a new key, and from an old one to it."""

# ruff: noqa: PLC0415 - a key is made without what opens a service

import argparse
from typing import TYPE_CHECKING

from comments_service.cli.commands import Commands, echo, simple
from comments_service.keyring import new_key_line
from interface.command_line import said

if TYPE_CHECKING:
    from comments_service.services.upkeep.key_rotation import KeyUse, Rotation

WHAT = {
    "query_code": "query codes",
    "personal": "who sent comments",
    "fingerprint": "fingerprints of submissions",
    "scan_name": "names of scans",
    "scan_content": "scans",
    "attachment_name": "names of attachments",
    "attachment_content": "attachments",
    "attachment_words": "words of attachments",
    "request_words": "requests of senders",
    "request_answer": "answers to requests",
    "message_words": "codes in messages",
    "code_address": "addresses of codes",
    "identity_attempt": "proofs of identity that are under way",
    "identity_name": "names that were proved",
    "participant": "by what people are known again",
    "text_mark": "by what the same words are found",
    "retries": "by what an earlier release knew what was sent twice",
}
"""What is encrypted or looked up, by the names that the service has for it."""


def add_commands(commands: Commands) -> None:
    """Add ``keys new``, ``keys list`` and ``keys rotate``."""
    keys = commands.add_parser("keys", help="keys for YANLU_KEYS").add_subparsers(required=True)
    new = simple(keys, "new", _new, "make a new key and print it")
    new.add_argument("--id", help="the key's id, another for each key (default: k and chance)")
    simple(keys, "list", _list, "print what is under which key")
    words = "encrypt everything again with the first key of YANLU_KEYS, until no other is in use"
    rotate = simple(keys, "rotate", _rotate, words)
    rotate.add_argument(
        "--at-once", action="store_true",
        help="also where an earlier release took comments on what is still open: "
        "one that is sent twice is then taken twice",
    )  # fmt: skip


def _new(options: argparse.Namespace) -> None:
    echo(new_key_line(options.id))


def _list(_options: argparse.Namespace) -> None:
    from comments_service.cli.opened_service import opened
    from comments_service.services.database.database_schema import require_current
    from comments_service.services.upkeep.key_rotation import key_uses

    service = opened()
    require_current(service)
    for use in key_uses(service):
        echo(said(_standing(use), key=use.key_id))
        for what, number in use.values.items():
            if number:
                echo(f"    {_named(what)}: {number}")


def _standing(use: "KeyUse") -> str:
    if use.is_current:
        return "key %(key)s encrypts now"
    if not use.is_here:
        return "key %(key)s is missing in YANLU_KEYS"
    if use.is_known or use.total:
        return "key %(key)s is in use: `keys rotate` puts the first one in its place"
    return "key %(key)s is not in use: it can be taken out of YANLU_KEYS"


def _rotate(options: argparse.Namespace) -> int:
    from comments_service.cli.opened_service import laid_out
    from comments_service.services.upkeep.key_rotation import rotate

    service, totals = laid_out(), dict[str, int]()

    def told(what: str, done: int) -> None:
        totals[what] = done
        service.progress(_named(what), done)

    done = rotate(service, told, at_once=options.at_once)
    for what, number in totals.items():
        echo(said("%(what)s: %(count)s made again", what=_named(what), count=number))
    _tell(done, service.keyring.keys[0].id)
    if not service.database.on_sqlite:
        words = (
            "PostgreSQL keeps what was replaced until VACUUM FULL: see docs/operators/erasure.md"
        )
        echo(said(words))
    return 0 if done.is_wiped and not done.left else 1


def _tell(done: "Rotation", current: str) -> None:
    for key in done.removed:
        echo(said("key %(key)s is in use no more: take it out of YANLU_KEYS", key=key))
    for use in done.left:
        echo(said("key %(key)s: %(count)s are still under it", key=use.key_id, count=use.total))
    for policy, window in done.retries:
        words = (
            "%(policy)s %(window)s is open, and an earlier release took comments on it: "
            "run it again when it has closed, or with --at-once"
        )
        echo(said(words, policy=policy, window=window))
    if done.left and not done.retries:
        echo(said("start every process again with the new key first, then run this again"))
    if not done.left:
        echo(said("everything is under key %(key)s", key=current))
    if not done.is_wiped:
        echo(said("somebody was reading: run it again, to write over what was replaced"))


def _named(what: str) -> str:
    return said(WHAT[what])
