"""One study as a page shows it: its figures in words, in the language of the page."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from survey.core.promise.document import short_hash
from survey.questionnaires.wording import translate
from survey.studies import words
from survey.studies.models import Study

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One index; every figure is empty where nothing is said of it."""

    name: str
    shown: bool
    respondents: int | None
    alpha: str
    omega: str
    icc1: str
    icc2: str
    questions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class StudyPage:
    """A study in words. levels: name and share of each, () where nothing is said of them.

    chained: the beginning of its hash in the chain, in groups of four.
    """

    number: int
    made_on: date
    organization: str
    places: int
    respondents: int
    waves: tuple[tuple[str, int], ...]
    indices: tuple[IndexRow, ...]
    outcome: str
    levels: tuple[tuple[str, str], ...]
    level_respondents: int | None
    fit: str
    ranked: bool
    chained: str


def read_study(study: Study, tag: str) -> StudyPage:
    """A study in words; `tag` is the language of the page."""
    document: Document = json.loads(study.body)
    importance = document["importance"]
    shown = importance["state"] == "shown"
    levels = importance.get("levels", [])
    if importance.get("ranked"):
        levels = sorted(levels, key=lambda part: -part["share"])
    return StudyPage(
        number=study.number,
        made_on=date.fromisoformat(document["made_on"]),
        organization=document["organization"],
        places=document["places"],
        respondents=document["respondents"],
        waves=tuple(sorted((wave["place"], wave["number"]) for wave in document["waves"])),
        indices=tuple(_index(entry, document, tag) for entry in document["indices"]),
        outcome=_said(importance["outcome"], document, tag) if shown else "",
        levels=tuple(
            (_said(f"level.{part['id']}", document, tag), words.tell_share(part)) for part in levels
        ),
        level_respondents=importance.get("respondents"),
        fit=words.percent(importance["fit"]) if shown else "",
        ranked=importance.get("ranked", False),
        chained=short_hash(study.hash),
    )


def _index(entry: Document, document: Document, tag: str) -> IndexRow:
    rest = entry.get("item_rest") or [None] * len(entry["items"])
    return IndexRow(
        name=_said(f"index.{entry['id']}", document, tag),
        shown=entry["state"] == "shown",
        respondents=entry.get("respondents"),
        alpha=words.tell_figure(entry.get("alpha")),
        omega=words.tell_figure(entry.get("omega")),
        icc1=words.tell_figure(entry.get("icc1")),
        icc2=words.tell_figure(entry.get("icc2")),
        questions=tuple(
            (_said(name, document, tag), "" if figure is None else words.decimal(figure))
            for name, figure in zip(entry["items"], rest, strict=True)
        ),
    )


def _said(key: str, document: Document, tag: str) -> str:
    return translate(key, document["wording"][key], tag)
