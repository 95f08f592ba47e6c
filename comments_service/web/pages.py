"""The pages for people: forms and receipts."""

from flask import Blueprint

pages = Blueprint("pages", __name__)
