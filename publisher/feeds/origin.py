"""Under which name the site's entries and dates are known, and where its pages are.

Names must outlast builds: they are made from the site's domain and the policy's id, never
from a time or a place in a list.
"""

import hashlib
from dataclasses import dataclass
from urllib.parse import urlsplit

from catalogue.text import xml_text
from publisher.sources.site_file import SiteFile

# RFC 4151 asks for a day on which the authority held its name; a year means its first day.
_SINCE = "2026"


@dataclass(frozen=True, slots=True)
class Origin:
    """``base_url`` is absolute with a final slash, or "" where it is not known."""

    base_url: str
    authority: str

    @property
    def path(self) -> str:
        """Where the site is on its host, with slashes on both sides."""
        return (urlsplit(self.base_url).path if self.base_url else "") or "/"

    def tag(self, name: str) -> str:
        """Return a ``tag:`` URI (RFC 4151) for a name that is a path of ids."""
        return f"tag:{self.authority},{_SINCE}:{self.path}{name}"

    def uid(self, *names: str) -> str:
        """Return a UID (RFC 5545, 3.8.4.7) for ids that hold no full stop."""
        steps = [step for step in self.path.split("/") if step]
        return ".".join([*names, *steps]) + f"@{self.authority}"

    def href(self, path: str, seen_from: str) -> str:
        """Return the address of a page or file as a file of the site would give it.

        Absolute where the base is known, else relative to ``seen_from``, a path below the site.
        """
        if self.base_url:
            return self.base_url + path
        return "../" * seen_from.count("/") + path or "./"


def origin_of(site: SiteFile, base_url: str) -> Origin:
    """Return under what name the site is known: ``domain``, its host, else one nobody holds.

    The last ends in ``.invalid`` (RFC 2606) and is made from 网站标识码, or from the names of
    the site and its 主办单位.
    """
    base = base_url.rstrip("/") + "/" if base_url else ""
    return Origin(base, site.domain_at(base) or f"{_made_up(site)}.invalid")


def _made_up(site: SiteFile) -> str:
    known = site.site_code or f"{site.organiser}\n{site.name}"
    return "site-" + hashlib.sha256(xml_text(known).encode()).hexdigest()[:12]
