"""What an answer is, what can be wrong with one, and the result of checking a set of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Answer = int | str | list[str]
"""A point or number; an option, a text, "na" or "pns"; or several options in the scale's order."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an answer cannot be taken. Codes and parameters:

    "text_too_long" (max, length), "unknown_option" (value), "exclusive_with_others" (value),
    "not_a_number" (low, high).
    """

    item_id: str
    code: str
    params: Mapping[str, object] = field(default_factory=dict)


class Refused(Exception):
    """One answer cannot be taken; `code` and `params` become a Problem."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A set of answers after checking.

    answers: question id -> answer; a skipped question is absent. problems: what to mend, in
    asking order. blanked: how many answers could not be read. dropped: how many were given to
    questions that do not apply.
    """

    answers: dict[str, Answer]
    problems: tuple[Problem, ...] = ()
    blanked: int = 0
    dropped: int = 0
