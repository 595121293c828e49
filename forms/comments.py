"""Forms with which a redactor decides about a comment, releases, and keeps words to look for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import Form, HiddenField, StringField
from wtforms.fields import Field
from wtforms.validators import StopValidation

from forms.fields import Paragraph, TextLine, tidy
from forms.lazy import lazy_gettext as _l
from forms.validators import at_most, plain_text

LONGEST_COMMENT: Final = 4000
LONGEST_WORDS: Final = 4000
LONGEST_THEME: Final = 40
MOST_THEMES: Final = 6
_BETWEEN: Final = re.compile(r"[,;،؛、，；]")
_TURNING: Final = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))


class ShownText(Paragraph):
    """Words for everybody, without the signs that cannot be seen and turn around what follows."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Take what was sent, as a paragraph does."""
        super().process_formdata(valuelist)
        self.data = (self.data or "").translate(_TURNING)


def _few_short_themes(_form: Form, field: Field) -> None:
    themes = read_themes(field.data or "")
    if len(themes) > MOST_THEMES or any(len(name) > LONGEST_THEME for name in themes):
        raise StopValidation(
            _(
                "Write at most %(most)d themes of at most %(letters)d letters.",
                most=MOST_THEMES,
                letters=LONGEST_THEME,
            )
        )


class RedactForm(FlaskForm):
    """What is to become of one comment: `decision` is the button that was pressed."""

    seen = HiddenField()
    decision = StringField()
    shown_text = ShownText(_l("What everybody will read"), [at_most(LONGEST_COMMENT)])
    themes = TextLine(_l("Themes, with commas between them"), [plain_text, _few_short_themes])


class ReleaseCommentsForm(FlaskForm):
    """Release the comments that are to be shown: nothing to fill in."""


class TellingWordsForm(FlaskForm):
    """Names and words that point at somebody at a property, one a line."""

    words = Paragraph(_l("Names and words, one a line"), [plain_text, at_most(LONGEST_WORDS)])


def read_themes(text: str) -> tuple[str, ...]:
    """The themes of a line, each once in whatever case, in the order written."""
    themes = (tidy(part) for part in _BETWEEN.split(text))
    found: dict[str, str] = {}
    for name in themes:
        found.setdefault(name.casefold(), name)
    found.pop("", None)
    return tuple(found.values())
