"""Where a page's links lead, so that they keep its language and hold under any path."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from catalogue.model import Policy
from comments_service.web.shell.request_locale import ENGLISH


@dataclass(frozen=True, slots=True)
class Links:
    """Where service and site are, each ending in a slash; own links are relative."""

    root: str
    site: str
    english: bool = False

    @property
    def pages(self) -> str:
        """The site's first page in the language of this one."""
        return f"{self.site}en/" if self.english else self.site

    def policy(self, policy: Policy) -> str:
        """Return the address of a policy's page, in the language of this one if it has it."""
        return f"{self.pages if ENGLISH in policy.languages else self.site}{policy.id}/"

    def version(self, policy_id: str, version_id: str) -> str:
        """Return the address of a version's own page, which is in Chinese alone."""
        return f"{self.site}{policy_id}/{version_id}/"

    def form(self, policy_id: str) -> str:
        """Return the address of a policy's comment form."""
        return f"{self.root}forms/{policy_id}{self._query()}"

    def receipts(self, number: str = "", place: str = "") -> str:
        """Return the address where receipts are looked up, with a number filled in, or below it."""
        return f"{self.root}receipts/{place}{self._query(no=number)}"

    def receipt(self, act: str) -> str:
        """Return the address where a receipt's holder does something: ``revision``."""
        return f"{self.root}receipts/{act}{self._query()}"

    def identity(self) -> str:
        """Return the address that takes somebody back who proved who they are."""
        return f"{self.root}forms/identity/callback{self._query()}"

    def desk(self, place: str = "", **query: str) -> str:
        """Return the address of a page of the desk: ``shiyan/register``, "" for 待办."""
        return f"{self.root}desk/{place}{self._query(**query)}"

    def _query(self, **values: str) -> str:
        language = {"lang": "en"} if self.english else {}
        query = urlencode({**language, **{name: value for name, value in values.items() if value}})
        return f"?{query}" if query else ""


@dataclass(frozen=True, slots=True)
class Switch:
    """The way to this page in the other language; ``fields`` have to be sent along."""

    tag: str
    address: str
    fields: Mapping[str, str]

    @property
    def name(self) -> str:
        """What the other language is called in itself."""
        return "English" if self.tag == "en" else "中文"
