"""How the public reaches the drafting office, in the words of its pages."""

from collections.abc import Iterable

# A person can write, call or send something by these kinds of channel.
_REACHED_BY = {"letter": "地址", "phone": "电话", "email": "电子邮箱", "fax": "传真"}


def ways_to_reach(channels: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the office's address, telephone and so on, each after its label.

    ``channels`` are pairs of a kind (``letter``) and where it leads.
    """
    return [(_REACHED_BY[kind], to) for kind, to in channels if kind in _REACHED_BY]
