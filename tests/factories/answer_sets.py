"""Answer sets to the pulse questionnaire: each home's its own, so that a link can be proved."""

from __future__ import annotations

from typing import Any

from tests.factories.ballot_boxes import pulse

COMMENT_ITEM = "opn_01"
HOUSING = ("own", "full_price_rent", "set_price", "by_income", "voucher", "pns")


def answers_of(home: int) -> dict[str, Any]:
    """A full answer set that no other home below 10,000 gives, with a comment of its own."""
    answers: dict[str, Any] = {}
    rest = home
    for item in pulse().closed_items:
        scale = pulse().scale_of(item)
        choices: list[Any] = list(scale.values) or [option.value for option in scale.options]
        rest, place = divmod(rest, len(choices))
        answers[item.id] = choices[place]
    return answers | {"dem_ten": HOUSING[home % 6], COMMENT_ITEM: comment_of(home)}


def closed_answers_of(home: int) -> dict[str, Any]:
    """The part of `answers_of` that is kept with the row at opening."""
    closed = {item.id for item in pulse().closed_items}
    return {name: answer for name, answer in answers_of(home).items() if name in closed}


def comment_of(home: int) -> str:
    """Words that stand nowhere else: a planted comment."""
    return f"Heronwort{home:04d} would like a bench by the pond."
