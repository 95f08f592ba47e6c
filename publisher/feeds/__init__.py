"""What goes with the pages for machines and phones: feeds, calendars, sitemap, QR codes.

Every file follows from the catalogue, ``site.yml`` and the base URL ("" where it is not
known), so the same three give the same bytes.
"""

from collections.abc import Iterator, Sequence

from catalogue.model import Catalogue
from publisher.feeds.atom import atom_files
from publisher.feeds.calendars import calendar_files
from publisher.feeds.origin import Origin, origin_of
from publisher.feeds.qr import qr_svg
from publisher.feeds.sitemap import sitemap_files
from publisher.sources.site_file import SiteFile

__all__ = ["Origin", "feed_files", "origin_of", "qr_svg"]


def feed_files(
    catalogue: Catalogue, site: SiteFile, base_url: str = "", lists: Sequence[str] = ()
) -> Iterator[tuple[str, bytes]]:
    """Yield every site-wide file as its path below the site and its bytes.

    ``lists`` are the pages that list policies, for the sitemap.
    """
    origin = origin_of(site, base_url)
    yield from atom_files(catalogue, site, origin)
    yield from calendar_files(catalogue, site, origin)
    yield from sitemap_files(catalogue, origin, lists)
