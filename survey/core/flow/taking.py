"""One question, one answer: from what a form or a decoded envelope holds to an Answer.

Each form of question has one handler for each way in; TAKE_FIELD and TAKE_VALUE list them.
A handler gives the answer, None where the question was skipped, or raises Refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from survey.core.flow.answers import Answer, Refused
from survey.core.flow.questions import Form, Question

_WHOLE_NUMBER: Final = re.compile(r"(?:0|[1-9][0-9]{0,5})\Z", re.ASCII)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def clean_text(text: str) -> str:
    """A person's words with one kind of line end, no control characters, no outer white space.

    Control characters and lone surrogates cannot be stored in every database; nobody types them.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", lines).strip()


def take_field(question: Question, given: Sequence[str]) -> Answer | None:
    """The answer in a form's field, which may have been sent several times."""
    if question.form == "text":
        return _take_text(question, "\n".join(given))
    chosen = list(dict.fromkeys(value.strip() for value in given if value.strip()))
    if not chosen:
        return None
    for value in chosen:
        if value in question.special:
            return _alone(value, chosen)
    return _TAKE_FIELD[question.form](question, chosen)


def take_value(question: Question, given: object) -> Answer | None:
    """The answer in a decoded envelope."""
    only = given[0] if isinstance(given, list) and len(given) == 1 else given
    if isinstance(only, str) and only in question.special:
        return only
    return _TAKE_VALUE[question.form](question, given)


def _alone(value: str, chosen: Sequence[str]) -> str:
    if len(chosen) > 1:
        raise Refused("exclusive_with_others", value=value)
    return value


def _field_point(question: Question, chosen: Sequence[str]) -> int:
    value = _alone(chosen[0], chosen)
    if not _WHOLE_NUMBER.match(value):
        raise Refused("unknown_option", value=value)
    return _value_point(question, int(value))


def _field_number(question: Question, chosen: Sequence[str]) -> int:
    value = _alone(chosen[0], chosen)
    return _value_number(question, int(value) if _WHOLE_NUMBER.match(value) else value)


def _field_one(question: Question, chosen: Sequence[str]) -> str:
    return _value_one(question, _alone(chosen[0], chosen))


def _field_several(question: Question, chosen: Sequence[str]) -> list[str] | None:
    return _value_several(question, list(chosen))


def _value_point(question: Question, given: object) -> int:
    if type(given) is not int or given not in question.values:
        raise Refused("unknown_option", value=given)
    return given


def _value_number(question: Question, given: object) -> int:
    if type(given) is not int or given not in question.values:
        raise Refused("not_a_number", low=question.values[0], high=question.values[-1])
    return given


def _value_one(question: Question, given: object) -> str:
    if not isinstance(given, str) or given not in question.known:
        raise Refused("unknown_option", value=given)
    return given


def _value_several(question: Question, given: object) -> list[str] | None:
    if not isinstance(given, list):
        raise Refused("unknown_option", value=given)
    known = question.known
    for value in given:
        if not isinstance(value, str) or value not in known:
            raise Refused("unknown_option", value=value)
    chosen = [option for option in question.options if option.value in given]
    for option in chosen:
        if option.exclusive and len(chosen) > 1:
            raise Refused("exclusive_with_others", value=option.value)
    return [option.value for option in chosen] or None


def _take_text(question: Question, given: object) -> str | None:
    if not isinstance(given, str):
        raise Refused("unknown_option", value=given)
    text = clean_text(given)
    if len(text) > question.max_chars:
        raise Refused("text_too_long", max=question.max_chars, length=len(text))
    return text or None


_TAKE_FIELD: Final[dict[Form, Callable[[Question, Sequence[str]], Answer | None]]] = {
    "point": _field_point,
    "number": _field_number,
    "one": _field_one,
    "several": _field_several,
}

_TAKE_VALUE: Final[dict[Form, Callable[[Question, object], Answer | None]]] = {
    "point": _value_point,
    "number": _value_number,
    "one": _value_one,
    "several": _value_several,
    "text": _take_text,
}
