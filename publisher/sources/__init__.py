"""Reading and checking ``policies/`` and ``site.yml``."""

from publisher.sources.places import Place, find_places
from publisher.sources.policies import read_head, read_policies, read_policy
from publisher.sources.site_file import SiteFile, read_site_file
from publisher.sources.values import PolicySource, VersionSource

__all__ = [
    "Place",
    "PolicySource",
    "SiteFile",
    "VersionSource",
    "find_places",
    "read_head",
    "read_policies",
    "read_policy",
    "read_site_file",
]
