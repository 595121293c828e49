"""What is wrong with an answer, as the sentence that a resident reads: what to do, no blame."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import ngettext

Params = Mapping[str, Any]
"""What a problem names; `label` is the words of the option that cannot stand with others."""


def too_long(over: object, length: object, room: object) -> str:
    """What to do with a text that is too long; the page's script puts the numbers in itself."""
    return _(
        "Make your text shorter. Letters too many: %(over)s. It has %(length)s, and there is room"
        " for %(max)s.",
        over=over,
        length=length,
        max=room,
    )


def _too_long(params: Params) -> str:
    return too_long(params["length"] - params["max"], params["length"], params["max"])


def _exclusive(params: Params) -> str:
    return _("Choose “%(label)s” or other answers, not both.", label=params["label"])


def _unknown(_params: Params) -> str:
    return _("Choose one of the answers that stand here.")


def _not_a_number(params: Params) -> str:
    return _("Choose a step from %(low)s to %(high)s.", low=params["low"], high=params["high"])


def _unknown_code(_params: Params) -> str:
    return _("We do not know this code. Look at your letter and type all 12 letters and numbers.")


def _no_code(_params: Params) -> str:
    return _("Type the code from your letter: 12 letters and numbers.")


def _no_receipt(_params: Params) -> str:
    return _("We have no answers with this receipt. Look at it again and type all 12 letters.")


def _no_submission_id(_params: Params) -> str:
    return _("Load this page again, then send your answers once more.")


SENTENCES: Final[Mapping[str, Callable[[Params], str]]] = {
    "text_too_long": _too_long,
    "exclusive_with_others": _exclusive,
    "unknown_option": _unknown,
    "not_a_number": _not_a_number,
    "unknown_code": _unknown_code,
    "no_code": _no_code,
    "unknown_receipt": _no_receipt,
    "no_submission_id": _no_submission_id,
    "not_sealed": _no_submission_id,
}
"""Every code that a resident's form can meet."""


def changes_needed(count: int) -> str:
    """The heading over what is wrong with so many answers."""
    return ngettext("One answer needs a change", "%(num)d answers need a change", count)


def explain(code: str, params: Params | None = None) -> str:
    """The sentence for a problem's code, in the page's language."""
    return SENTENCES[code](params or {})
