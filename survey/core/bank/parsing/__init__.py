"""From cursors over the files to the bank's values, one module for each kind of file."""

from survey.core.bank.parsing.answers import demographics, scales
from survey.core.bank.parsing.head import consent, constructs, labels, levels, references
from survey.core.bank.parsing.ledger import Ledger
from survey.core.bank.parsing.questions import items
from survey.core.bank.parsing.sets import indices, templates

__all__ = [
    "Ledger",
    "consent",
    "constructs",
    "demographics",
    "indices",
    "items",
    "labels",
    "levels",
    "references",
    "scales",
    "templates",
]
