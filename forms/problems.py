"""What is wrong in a form, as one flat list: each problem with the place to put it right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wtforms import FieldList, FormField
from wtforms.fields import Field
from wtforms.form import BaseForm


@dataclass(frozen=True, slots=True)
class Problem:
    """One sentence; `field_id` and `label` are empty when it is about the form as a whole."""

    field_id: str
    label: str
    sentence: str


def list_problems(form: BaseForm) -> list[Problem]:
    """Return every problem of a form, in the order of the page."""
    whole = [Problem("", "", str(sentence)) for sentence in form.form_errors]
    return [*whole, *(problem for field in form for problem in _of_field(field))]


def _of_field(field: Field) -> Iterator[Problem]:
    if isinstance(field, FormField):
        for inner in field.form:
            yield from _of_field(inner)
    elif isinstance(field, FieldList):
        for entry in field.entries:
            yield from _of_field(entry)
    else:
        label = str(field.label.text)
        for sentence in field.errors:
            yield Problem(field.id, label, str(sentence))
