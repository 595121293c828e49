"""The blueprint of answers on paper: pages of staff."""

from flask import Blueprint

bp = Blueprint("paper", __name__, url_prefix="/staff")
