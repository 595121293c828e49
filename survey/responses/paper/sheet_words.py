"""What a sheet tells whoever fills it in: how to tick, when to skip, where it goes.

Residents read all of this, in every language: short sentences, each whole.
"""

from __future__ import annotations

from babel.lists import format_list
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from survey.responses.paper.numbering import Need, Numbered, OnlyIf


def how_to_tick(question: Numbered) -> str:
    """What to do with a question's boxes, where that is another thing than ticking one."""
    return _("You can tick several. Tick all that apply.") if question.takes_several else ""


def when_to_skip(only_if: OnlyIf) -> list[str]:
    """Who answers a question, and where everybody else goes on; one sentence after the other."""
    needs = (*only_if.every, *only_if.some)
    if len(needs) == 1:
        return [_single(needs[0], only_if.otherwise)]
    said = []
    if only_if.every:
        said += [_("Answer this only if all of these are ticked:"), *map(_need, only_if.every)]
    if only_if.some:
        said += [_("Answer this only if one of these is ticked:"), *map(_need, only_if.some)]
    return [*said, _if_not(only_if.otherwise)]


def _single(need: Need, otherwise: int | None) -> str:
    if otherwise is None:
        return ngettext(
            "Answer this only if you ticked box %(boxes)s in question %(question)s. "
            "If not, you have finished.",
            "Answer this only if you ticked one of the boxes %(boxes)s in question %(question)s. "
            "If not, you have finished.",
            len(need.boxes),
            boxes=_either(need.boxes),
            question=need.question,
        )
    return ngettext(
        "Answer this only if you ticked box %(boxes)s in question %(question)s. "
        "If not, skip to question %(next)s.",
        "Answer this only if you ticked one of the boxes %(boxes)s in question %(question)s. "
        "If not, skip to question %(next)s.",
        len(need.boxes),
        boxes=_either(need.boxes),
        question=need.question,
        next=otherwise,
    )


def _need(need: Need) -> str:
    return _("Question %(question)s: %(boxes)s", question=need.question, boxes=_either(need.boxes))


def _if_not(otherwise: int | None) -> str:
    if otherwise is None:
        return _("If not, you have finished.")
    return _("If not, skip to question %(next)s.", next=otherwise)


def _either(numbers: tuple[int, ...]) -> str:
    """Numbers as a list in words: "1, 2 or 3"."""
    return format_list([str(number) for number in numbers], style="or", locale=get_locale() or "en")
