"""Pages of the list of homes, for senders and managers. No page here knows of a wave."""

from survey.homes.views import editing, importing, listing
from survey.homes.views.blueprint import bp

__all__ = ["bp", "editing", "importing", "listing"]
