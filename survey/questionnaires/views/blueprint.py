"""The blueprint of questionnaires, in a file of its own: each page's module imports it."""

from flask import Blueprint

bp = Blueprint("questionnaires", __name__)
