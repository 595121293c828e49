"""The blueprint of messages, in a file of its own so that each page's module can import it."""

from flask import Blueprint

bp = Blueprint("messages", __name__)
