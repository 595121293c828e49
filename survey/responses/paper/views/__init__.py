"""Pages about paper: what there is to print and to type in, the sheet, the keyer's desk."""

from survey.responses.paper.views import keying, lists, printing
from survey.responses.paper.views.blueprint import bp

__all__ = ["bp", "keying", "lists", "printing"]
