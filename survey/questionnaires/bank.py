"""The question bank that this installation uses, read once per process."""

from __future__ import annotations

from functools import cache

from survey.core.bank.model import Bank
from survey.core.bank.reading import read_bank


@cache
def get_bank() -> Bank:
    """Return the shipped bank. Raises BankError when its files are not in order."""
    return read_bank()
