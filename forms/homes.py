"""Forms of the list of homes: a file, what its columns mean, taking it, one home."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from flask_wtf import FlaskForm
from wtforms import FieldList, FileField, HiddenField

from forms.fields import Choices, Day, OneOf, Paragraph, TextLine, WholeNumber
from forms.lazy import lazy_gettext as _l
from forms.validators import at_most, between, given

MOST_ADULTS: Final = 20
LONGEST_DOOR: Final = 80
LONGEST_NAME: Final = 200
LONGEST_LINES: Final = 1000


class FileForm(FlaskForm):
    """A file with homes."""

    file = FileField(_l("The file"))


class ColumnsForm(FlaskForm):
    """How a file is to be read: where its heads stand, and what each column and word means."""

    encoding = OneOf(_l("Letters of the file"))
    sheet = OneOf(_l("Sheet"))
    header = OneOf(_l("Row with the heads"))
    columns = FieldList(OneOf())
    kinds = FieldList(OneOf())
    languages = FieldList(OneOf())
    adults = WholeNumber(
        _l("Adults in each home"),
        [given(_l("Write how many adults a home has.")), between(0, MOST_ADULTS)],
    )

    def offer(
        self,
        *,
        encodings: Choices,
        sheets: Choices,
        headers: Choices,
        fields: Choices,
        kinds: Choices,
        languages: Choices,
    ) -> None:
        """Set what to choose from; a workbook has no encoding, a text no sheets."""
        if encodings:
            self.encoding.choices = list(encodings)
        else:
            del self.encoding
        if sheets:
            self.sheet.choices = list(sheets)
        else:
            del self.sheet
        self.header.choices = list(headers)
        for listed, choices in (
            (self.columns, fields),
            (self.kinds, kinds),
            (self.languages, languages),
        ):
            for entry in listed:
                entry.choices = list(choices)

    def name_entries(
        self, columns: Sequence[str], kinds: Sequence[str], languages: Sequence[str]
    ) -> None:
        """Give each column and word its own label, for the list of problems."""
        for listed, labels in (
            (self.columns, columns),
            (self.kinds, kinds),
            (self.languages, languages),
        ):
            for entry, label in zip(listed, labels, strict=False):
                entry.label.text = label

    def meant(self, name: str, words: Sequence[str]) -> Mapping[str, str]:
        """What was chosen for each word of the list `kinds` or `languages`."""
        entries = self.kinds if name == "kinds" else self.languages
        return dict(zip(words, (entry.data or "" for entry in entries), strict=False))


class TakeForm(FlaskForm):
    """Taking a file, as it was shown beside this version of the list."""

    version = HiddenField()
    ends_on = Day(_l("Contacts are destroyed on"), [given(_l("Choose a day."))])


class HomeForm(FlaskForm):
    """One home, as the door says it, and how it is reached."""

    version = HiddenField()
    label = TextLine(
        _l("Door or unit"), [given(_l("Write what the door says.")), at_most(LONGEST_DOOR)]
    )
    stratum = OneOf(_l("Kind of homes"))
    adults = WholeNumber(
        _l("Number of adults"),
        [given(_l("Write a number. It may be 0.")), between(0, MOST_ADULTS)],
    )
    language = OneOf(_l("Language"))
    name = TextLine(_l("Name"), [at_most(LONGEST_NAME)])
    address = Paragraph(_l("Address"), [at_most(LONGEST_LINES)])
    email = TextLine(_l("E-mail"), [at_most(LONGEST_LINES)])
    phone = TextLine(_l("Telephone"), [at_most(LONGEST_LINES)])

    def offer(self, *, strata: Choices, languages: Choices) -> None:
        """Set what to choose from; without a housing mix no home has a kind."""
        if strata:
            self.stratum.choices = list(strata)
        else:
            del self.stratum
        self.language.choices = list(languages)


class ActForm(FlaskForm):
    """A button that changes the list as it was shown: this version of it."""

    version = HiddenField()
