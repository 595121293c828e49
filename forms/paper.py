"""Forms of answers on paper: printing sheets, and what a keyer's page sends."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, get_args

from flask_babel import format_date
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import Form
from wtforms.fields import Field
from wtforms.validators import StopValidation

from forms.fields import Choices, Day, OneOf, OneOfFew, Paragraph
from forms.lazy import lazy_gettext as _l
from forms.validators import at_most, given, plain_text

LONGEST_WHERE: Final = 300

Act = Literal["look", "seal", "clear"]
"""look: show what is typed as it is understood. seal: this sheet is typed. clear: leave it."""

_ACTS: Final[tuple[Act, ...]] = get_args(Act)
_SHEET: Final = re.compile(r"[A-Za-z0-9_-]{16,64}", re.ASCII)
_LONGEST_CODE: Final = 200
_TYPED: Final = "q-"


def _within(form: Form, field: Field) -> None:
    """Stop at a day on which a sheet could not be typed in any more, or that is over."""
    first, last = form.days  # type: ignore[attr-defined]  # set by whoever offers the form
    if field.data is not None and not first <= field.data <= last:
        raise StopValidation(
            _(
                "Choose a day from %(first)s to %(last)s: sheets are typed in before the survey "
                "closes.",
                first=format_date(first, "long"),
                last=format_date(last, "long"),
            )
        )


class PrintSheetsForm(FlaskForm):
    """Which sheet is printed, and where residents hand it in."""

    language = OneOf(_l("Language"))
    size = OneOfFew(_l("Size of the letters"))
    paper = OneOfFew(_l("Paper size"))
    where = Paragraph(
        _l("Where residents hand in the sheet"),
        [
            given(_l("Write where residents hand in the sheet, in the language of the sheet.")),
            plain_text,
            at_most(LONGEST_WHERE),
        ],
    )
    last_day = Day(_l("Last day to hand it in"), [given(_l("Choose a day.")), _within])
    days: tuple[date, date]

    def offer(self, languages: Choices, *, first: date, last: date) -> None:
        """Set what there is to choose from, and between which days sheets can be handed in."""
        self.language.choices = list(languages)
        self.size.choices = [("normal", _("Normal")), ("large", _("Large print, 18 points"))]
        self.paper.choices = [("letter", _("US Letter")), ("a4", _("A4"))]
        self.days = (first, last)


@dataclass(frozen=True, slots=True)
class Keyed:
    """One post of the keyer's page; nothing of it is judged here.

    sheet: the random name of the page's sheet, None where it cannot be one. carried: the keying
    before this one, locked. apart: the numbers of questions of which the keyer was told that they
    do not apply. typed: question id -> what stands in its field.
    """

    act: Act
    sheet: str | None
    code: str
    carried: str
    apart: str
    typed: Mapping[str, str]


def read_keyed(form: MultiDict[str, str]) -> Keyed:
    """Sort what a keyer's page has sent."""
    wanted, sheet = form.get("act", ""), form.get("sheet", "")
    return Keyed(
        act=next((act for act in _ACTS if act == wanted), "look"),
        sheet=sheet if _SHEET.fullmatch(sheet) else None,
        code=form.get("code", "")[:_LONGEST_CODE],
        carried=form.get("carried", ""),
        apart=form.get("apart", ""),
        typed={
            name.removeprefix(_TYPED): value
            for name, value in form.items()
            if name.startswith(_TYPED)
        },
    )
