"""The page on which people say what the columns of a file are, and what their words mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, Literal

from flask import flash, render_template
from flask_babel import gettext as _

from forms.fields import Choices as Offered
from forms.homes import ColumnsForm
from survey.communities.models import Property
from survey.core.errors import SurveyError
from survey.db import transaction
from survey.homes.columns import FIELDS, SEVERAL, Choices, count_homes, is_home, list_values
from survey.homes.files.decoding import ENCODINGS
from survey.homes.files.reading import Table
from survey.homes.models import HomeUpload
from survey.homes.services.importing import hold_upload
from survey.homes.services.uploads import (
    guess_choices,
    keep_choices,
    read_choices,
    read_upload,
    with_values,
)
from survey.homes.values import MOST_KINDS, MOST_LANGUAGES, NEW, NONE
from survey.homes.words import ENCODING_LABELS, FIELD_LABELS, name_language, name_language_twice
from survey.web.locales import LANGUAGES
from survey.web.sentences import sentence_for

EXAMPLES: Final = 3
HEADER_ROWS: Final = 20
SHOWN_HEAD: Final = 60

Done = Literal["again", "good"] | tuple[str, int]


def show_columns(place: Property, upload: HomeUpload) -> tuple[str, int]:
    """The page with what is chosen or guessed so far."""
    table, choices = read_upload(upload), read_choices(upload)
    form = _form(place, table, choices, from_request=False)
    return _show(form, place, upload, table, choices)


def read_form(place: Property, upload: HomeUpload) -> Done:
    """Keep what was chosen. "again": there is more to choose now; "good": the file can be checked.

    A page with what has to change otherwise.
    """
    table, choices = read_upload(upload), read_choices(upload)
    form = _form(place, table, choices, from_request=True)
    if _reads_otherwise(form, choices):
        return _read_otherwise(form, place, upload, choices)
    if not form.validate_on_submit() or not _columns_fit(form, table, choices):
        return _show(form, place, upload, table, choices)
    chosen = _chosen(form, table, choices)
    more = {name: chosen.find(name) != choices.find(name) for name in ("kind", "language")}
    if not any(more.values()) and not _words_have_meanings(form, *_words(table, choices)):
        return _show(form, place, upload, table, choices)
    with transaction():
        keep_choices(
            upload=hold_upload(place, upload.id), choices=with_values(place, table, chosen)
        )
    if any(more.values()):
        flash(_("Now say what the words in these columns mean, further down."))
        return "again"
    return "good"


def _form(place: Property, table: Table, choices: Choices, *, from_request: bool) -> ColumnsForm:
    kinds, languages = _words(table, choices)
    shown = {
        "encoding": choices.encoding,
        "sheet": str(choices.sheet),
        "header": str(choices.header),
        "columns": list(choices.columns),
        "kinds": [choices.kinds.get(word, "") for word in kinds],
        "languages": [choices.languages.get(word, "") for word in languages],
        "adults": choices.adults,
    }
    form = ColumnsForm(data=shown) if from_request else ColumnsForm(formdata=None, data=shown)
    form.offer(
        encodings=_encodings(choices) if choices.encoding else (),
        sheets=[(str(index), name) for index, name in enumerate(table.sheets)],
        headers=_headers(table),
        fields=[
            ("", _("Leave this column out")),
            *((name, str(FIELD_LABELS[name])) for name in FIELDS),
        ],
        kinds=_kinds(place),
        languages=_languages(),
    )
    form.name_entries(
        [
            head or _("Column %(number)s", number=index + 1)
            for index, head in _heads(table, choices)
        ],
        [word or _("(empty)") for word in kinds.values()],
        [word or _("(empty)") for word in languages.values()],
    )
    return form


def _words(table: Table, choices: Choices) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The different words of the two columns whose words have a meaning."""
    kinds = list_values(table.rows, choices.header, choices.find("kind"))
    languages = list_values(table.rows, choices.header, choices.find("language"))
    return kinds, languages


def _reads_otherwise(form: ColumnsForm, choices: Choices) -> bool:
    """Whether the table itself would be another one: other letters, sheet or heads."""
    wanted = (
        form.encoding.data if "encoding" in form else choices.encoding,
        form.sheet.data if "sheet" in form else str(choices.sheet),
        form.header.data,
    )
    return wanted != (choices.encoding, str(choices.sheet), str(choices.header))


def _read_otherwise(
    form: ColumnsForm, place: Property, upload: HomeUpload, choices: Choices
) -> Done:
    table = read_upload(upload)
    if not all(
        form[name].validate(form) for name in ("encoding", "sheet", "header") if name in form
    ):
        return _show(form, place, upload, table, choices)
    encoding = str(form.encoding.data) if "encoding" in form else ""
    sheet = int(form.sheet.data) if "sheet" in form else 0
    try:
        other = read_upload(upload, encoding=encoding, sheet=sheet)
    except SurveyError as error:
        form["encoding" if encoding else "sheet"].errors = [sentence_for(error)]
        return _show(form, place, upload, table, choices)
    same = (encoding or choices.encoding, sheet) == (choices.encoding, choices.sheet)
    header = int(form.header.data) if same else None
    with transaction():
        held = hold_upload(place, upload.id)
        keep_choices(upload=held, choices=guess_choices(place, other, header))
        held.rows = len(other.rows)
    return "again"


def _columns_fit(form: ColumnsForm, table: Table, choices: Choices) -> bool:
    """Whether there is a door, and nothing twice that can be only once; says what is wrong."""
    chosen = [entry.data or "" for entry in form.columns]
    if "door" not in chosen:
        form.form_errors.append(_("Say which column is the door or unit."))
    wrong = {
        index: _("Another column is this already. Choose one of the two.")
        for index, name in enumerate(chosen)
        if name and name not in SEVERAL and name in chosen[:index]
    }
    for name, most in (("kind", MOST_KINDS), ("language", MOST_LANGUAGES)):
        count = len(_words_of(table, choices, chosen, name))
        if count > most:
            wrong[chosen.index(name)] = _(
                "This column has %(count)s different words, too many to be this.", count=count
            )
    for index, sentence in wrong.items():
        form.columns[index].errors = [sentence]
    form.columns.errors = list(wrong.values())
    return not form.errors


def _words_have_meanings(
    form: ColumnsForm, kinds: Mapping[str, str], languages: Mapping[str, str]
) -> bool:
    """Whether each word means something; said here, where it is chosen, and not of every row.

    An empty cell is no word: of that the row is told.
    """
    for listed, words, sentence in (
        (form.kinds, kinds, _("Choose what this word means.")),
        (form.languages, languages, _("Choose a language, or that none is given.")),
    ):
        for entry, word in zip(listed, words, strict=False):
            entry.errors = [] if entry.data or not word else [sentence]
        listed.errors = [problem for entry in listed for problem in entry.errors]
    return not form.errors


def _words_of(
    table: Table, choices: Choices, chosen: Sequence[str], name: str
) -> Mapping[str, str]:
    if name not in chosen:
        return {}
    return list_values(table.rows, choices.header, chosen.index(name))


def _chosen(form: ColumnsForm, table: Table, choices: Choices) -> Choices:
    kinds, languages = _words(table, choices)
    return replace(
        choices,
        columns=tuple(entry.data or "" for entry in form.columns)[: len(choices.columns)],
        kinds=form.meant("kinds", list(kinds)),
        languages=form.meant("languages", list(languages)),
        adults=form.adults.data if form.adults.data is not None else choices.adults,
    )


def _heads(table: Table, choices: Choices) -> list[tuple[int, str]]:
    heads = table.rows[choices.header]
    return [
        (index, heads[index][:SHOWN_HEAD] if index < len(heads) else "")
        for index in range(len(choices.columns))
    ]


def _examples(table: Table, choices: Choices) -> list[list[str]]:
    """A few cells of each column."""
    below = table.rows[choices.header + 1 :]
    homes = [row for row in below if is_home(row, table.rows[choices.header])]
    found = []
    for column in range(len(choices.columns)):
        cells = (row[column] for row in homes if column < len(row))
        different = dict.fromkeys(cell[:SHOWN_HEAD] for cell in cells if cell)
        found.append(list(different)[:EXAMPLES])
    return found


def _encodings(choices: Choices) -> Offered:
    names = ENCODINGS if choices.encoding in ENCODINGS else (choices.encoding, *ENCODINGS)
    return [(name, str(ENCODING_LABELS.get(name, name))) for name in names]


def _headers(table: Table) -> Offered:
    rows = list(enumerate(table.rows[:HEADER_ROWS]))
    return [
        (str(index), f"{index + 1}: {' · '.join(filter(None, row))[:SHOWN_HEAD]}")
        for index, row in rows
        if any(row)
    ]


def _kinds(place: Property) -> Offered:
    return [
        ("", _("Choose")),
        *((one.key, one.label) for one in place.strata),
        (NEW, _("A new kind of this name")),
    ]


def _languages() -> Offered:
    named = [(tag, name_language_twice(one)) for tag, one in LANGUAGES.items()]
    return [("", _("Choose")), (NONE, name_language(None)), *named]


def _show(
    form: ColumnsForm, place: Property, upload: HomeUpload, table: Table, choices: Choices
) -> tuple[str, int]:
    page = render_template(
        "homes/columns.html",
        form=form,
        place=place,
        upload=upload,
        choices=choices,
        examples=_examples(table, choices),
        rows=count_homes(table.rows, choices.header),
    )
    return page, 400 if form.errors else 200
