"""The blueprint of the calendar's pages."""

from flask import Blueprint

bp = Blueprint("plans", __name__)
