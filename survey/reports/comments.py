"""What people wrote, as far as it was released: each question with its comments, or one sign."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext as _
from flask_babel import ngettext

from survey.reports import words
from survey.reports.reading import ReleaseDocument
from survey.reports.wording import Wording
from survey.results.models import CommentsRelease
from survey.web.locales import DEFAULT

OPEN_PREFIX: Final = "opn_"
"""Begins the name of every question of the bank that people answer in their own words."""


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme in the words of whoever read the comments, and about how many have it."""

    name: str
    count: str


@dataclass(frozen=True, slots=True)
class CommentRow:
    """One question that people answered in their own words.

    comments: plain text of any language, in no order; empty where nothing is shown.
    """

    question: str
    comments: tuple[str, ...] = ()
    themes: tuple[ThemeRow, ...] = ()


def comment_rows(
    document: ReleaseDocument, wording: Wording, released: Iterable[CommentsRelease]
) -> list[CommentRow]:
    """Every open question of a wave, in the order of the bank; none where too few answered."""
    if document.too_few:
        return []
    found = {one.item_id: one for one in released}
    return [
        _row(wording.question(item_id), found.get(item_id)) for item_id in _open_items(document)
    ]


def _row(question: str, release: CommentsRelease | None) -> CommentRow:
    if release is None:
        return CommentRow(question)
    body = json.loads(release.body)
    themes = tuple(ThemeRow(one["name"], _count(one["about"])) for one in body["themes"])
    return CommentRow(question, tuple(body["comments"]), themes)


def _count(about: int | None) -> str:
    if about is None:
        return _("all comments")
    return ngettext(
        "about %(count)s comment", "about %(count)s comments", about, count=words.number(about)
    )


def _open_items(document: ReleaseDocument) -> list[str]:
    asked = document.wording.get(DEFAULT.tag, {})
    return sorted(key for key in asked if key.startswith(OPEN_PREFIX) and "." not in key)
