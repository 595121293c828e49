"""The blueprint of waves, in a file of its own so that each page's module can import it."""

from flask import Blueprint

bp = Blueprint("waves", __name__)
