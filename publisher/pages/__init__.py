"""The pages: what they show, and how they are set into the frames of the theme."""

from publisher.pages.page import Page
from publisher.pages.policy import Neighbour, PolicyPages, neighbours_of
from publisher.pages.setting import Addresses, Setting, path_of
from publisher.pages.site_pages import site_pages

__all__ = [
    "Addresses",
    "Neighbour",
    "Page",
    "PolicyPages",
    "Setting",
    "neighbours_of",
    "path_of",
    "site_pages",
]
