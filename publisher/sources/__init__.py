"""Reading and checking ``policies/`` and ``site.yml``."""

from publisher.sources.policies import read_policies
from publisher.sources.site_file import SiteFile, read_site_file
from publisher.sources.values import PolicySource, VersionSource

__all__ = ["PolicySource", "SiteFile", "VersionSource", "read_policies", "read_site_file"]
