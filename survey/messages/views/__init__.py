"""Pages about messages: which waves there are, a wave's mailings, and one of them."""

from survey.messages.views import mailing, show, waves
from survey.messages.views.blueprint import bp

__all__ = ["bp", "mailing", "show", "waves"]
