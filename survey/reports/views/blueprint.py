"""The blueprint of reports, in a file of its own so that each page's module can import it."""

from flask import Blueprint

bp = Blueprint("reports", __name__)
