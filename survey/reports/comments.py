"""What people wrote, as far as it was released: each question with its comments, or one sign."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from flask_babel import gettext as _
from flask_babel import ngettext

from survey.core.bank.model import is_own
from survey.reports import words
from survey.reports.own_questions import own_note, own_sentence
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

    comments: plain text of any language, in no order; empty where nothing is shown. own: whether
    the community added it; note: what that means, where the page does not say it elsewhere.
    """

    question: str
    own: bool
    note: str
    comments: tuple[str, ...] = ()
    themes: tuple[ThemeRow, ...] = ()


def comment_rows(
    document: ReleaseDocument, wording: Wording, released: Iterable[CommentsRelease]
) -> list[CommentRow]:
    """Every open question of a wave, in the order of the bank; none where too few answered."""
    if document.too_few:
        return []
    found = {one.item_id: one for one in released}
    note = "" if own_note(document) else own_sentence()
    rows = []
    for item_id in open_items(document):
        own = is_own(item_id)
        row = CommentRow(wording.question(item_id), own, note if own else "")
        rows.append(_filled(row, found.get(item_id)))
    return rows


def open_items(document: ReleaseDocument) -> list[str]:
    """Every question that was answered in people's own words: the bank's, then the community's.

    A release holds their words alone. All others of the community's own are among its items,
    whether they are shown or hidden.
    """
    asked = sorted(key for key in document.wording.get(DEFAULT.tag, {}) if "." not in key)
    closed = {item.id for item in document.items}
    return [
        *(key for key in asked if key.startswith(OPEN_PREFIX)),
        *(key for key in asked if is_own(key) and key not in closed),
    ]


def _filled(row: CommentRow, release: CommentsRelease | None) -> CommentRow:
    if release is None:
        return row
    body = json.loads(release.body)
    themes = tuple(ThemeRow(one["name"], _count(one["about"])) for one in body["themes"])
    return replace(row, comments=tuple(body["comments"]), themes=themes)


def _count(about: int | None) -> str:
    if about is None:
        return _("all comments")
    return ngettext(
        "about %(count)s comment", "about %(count)s comments", about, count=words.number(about)
    )
