"""The blueprint that the pages of places belong to."""

from flask import Blueprint

bp = Blueprint("communities", __name__)
