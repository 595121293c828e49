"""The wording appendix: every question and every answer, in each language it was asked in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from flask_babel import gettext as _

from survey.reports.comments import open_items
from survey.reports.method import language_name
from survey.reports.reading import ReleaseDocument
from survey.reports.wording import Wording
from survey.web.locales import DEFAULT, LANGUAGES

HERE: Final = "here"
ABOUT_PEOPLE_PREFIX: Final = "dem_"
SCALE: Final = "scale"
HINT: Final = "hint"
PLACE: Final = "{place}"
BETWEEN: Final = " · "


@dataclass(frozen=True, slots=True)
class Said:
    """A text in one language; `text` is empty where the release has none in it.

    `language`: its name and tag, in the page's language.
    """

    language: str
    tag: str
    direction: str
    text: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Worded:
    """One question in every language, under its code. `scale` names its answers, below."""

    code: str
    scale: str
    texts: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of one scale: in each language a text of them all, numbered as in the data."""

    scale: str
    texts: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Instrument:
    """All wording of a release. `here`: what the questions mean by "here"."""

    here: tuple[Said, ...]
    sections: tuple[tuple[str, tuple[Worded, ...]], ...]
    answers: tuple[Answers, ...]


def instrument(document: ReleaseDocument, wording: Wording) -> Instrument:
    """Return the wording of everything that was asked, as it stands in the release."""
    sections = (*_by_level(document, wording), *_besides(document))
    return Instrument(
        here=_texts(document, HERE),
        sections=tuple((label, rows) for label, rows in sections if rows),
        answers=tuple(_scales(document)),
    )


def _by_level(
    document: ReleaseDocument, wording: Wording
) -> Iterator[tuple[str, tuple[Worded, ...]]]:
    for level in dict.fromkeys(item.level for item in document.items):
        yield (
            wording.level(level),
            tuple(
                Worded(item.id, item.scale or "", _texts(document, item.id))
                for item in document.items
                if item.level == level
            ),
        )


def _besides(document: ReleaseDocument) -> Iterator[tuple[str, tuple[Worded, ...]]]:
    """The questions that are in the wording without being in the results."""
    yield _("About the people who answered"), _with_prefix(document, ABOUT_PEOPLE_PREFIX)
    yield (
        _("In people’s own words; nothing of it is shown"),
        tuple(Worded(key, "", _texts(document, key)) for key in open_items(document)),
    )


def _with_prefix(document: ReleaseDocument, prefix: str) -> tuple[Worded, ...]:
    keys = (key for key in _english_keys(document) if key.startswith(prefix))
    return tuple(
        Worded(key, "", _texts(document, key)) for key in keys if not set(key) & {".", ":"}
    )


def _scales(document: ReleaseDocument) -> Iterator[Answers]:
    for scale in dict.fromkeys(item.scale for item in document.items if item.scale):
        prefix = f"{SCALE}.{scale}."
        values = [
            key.removeprefix(prefix) for key in _english_keys(document) if key.startswith(prefix)
        ]
        ordered = _ordered(document, scale, values)
        if not ordered:
            continue
        yield Answers(
            scale,
            tuple(_listed(document, prefix, ordered, tag) for tag in document.promise.languages),
        )


def _listed(document: ReleaseDocument, prefix: str, values: list[str], tag: str) -> Said:
    """The answers of a scale in one language as one text, which a PDF sets in no time."""
    said = [(value, _said(document, prefix + value, tag)) for value in values]
    texts = [
        f"{value} {each.text}" if value.isdecimal() else each.text
        for value, each in said
        if each.text
    ]
    return replace(said[0][1], text=BETWEEN.join(texts))


def _ordered(document: ReleaseDocument, scale: str, values: Iterable[str]) -> list[str]:
    """The answers by number, or as the first question with them names them; others last."""
    named: list[str] = []
    for item in document.items:
        if item.scale == scale and item.options:
            named = [*(option.id for option in item.options), *item.hidden_options]
            break
    places = {value: place for place, value in enumerate(named)}
    return sorted(
        values,
        key=lambda value: (
            int(value) if value.isdecimal() else 0,
            places.get(value, len(places)),
            value,
        ),
    )


def _english_keys(document: ReleaseDocument) -> list[str]:
    return sorted(document.wording.get(DEFAULT.tag, {}))


def _texts(document: ReleaseDocument, key: str) -> tuple[Said, ...]:
    """A text in each language of the promise, and only where the release has it in any."""
    found = tuple(_said(document, key, tag) for tag in document.promise.languages)
    return found if any(said.text for said in found) else ()


def _said(document: ReleaseDocument, key: str, tag: str) -> Said:
    texts = document.wording.get(tag, {})
    known = LANGUAGES.get(tag)
    text = texts.get(key, "").replace(PLACE, document.place.name)
    return Said(
        language=_("%(language)s (%(tag)s)", language=language_name(tag), tag=tag),
        tag=tag,
        direction=known.direction if known else "ltr",
        text=text,
        hint=texts.get(f"{key}.{HINT}", ""),
    )
