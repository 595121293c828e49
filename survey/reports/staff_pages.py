"""What staff see of releases: the list of all they may view, and the figures of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from flask_babel import get_locale
from flask_babel import gettext as _

from survey.reports import words
from survey.reports.comments import CommentRow, comment_rows
from survey.reports.method import language_name
from survey.reports.public_page import offered_languages
from survey.reports.reading import ReleaseDocument
from survey.reports.summary import SummaryPage, summary_page
from survey.reports.wording import Wording
from survey.results.models import CommentsRelease, Release
from survey.web.locales import DEFAULT, LANGUAGES


@dataclass(frozen=True, slots=True)
class Download:
    """One PDF: its language, as staff call it."""

    tag: str
    language: str


@dataclass(frozen=True, slots=True)
class ReleaseEntry:
    """One release in the list."""

    id: int
    wave: str
    asked: str
    response: str
    too_few: bool
    downloads: tuple[Download, ...]


@dataclass(frozen=True, slots=True)
class PlaceEntry:
    """The releases of one place, latest wave first."""

    name: str
    slug: str
    releases: tuple[ReleaseEntry, ...]


@dataclass(frozen=True, slots=True)
class ReleasePage:
    """One release for staff: the summary's rows on a screen, and its downloads."""

    summary: SummaryPage
    comments: list[CommentRow]
    entry: ReleaseEntry
    slug: str
    number: int
    tag: str


def release_entries(releases: Sequence[Release]) -> list[PlaceEntry]:
    """Return releases by place; they come in the order of the places' names."""
    read = [(release, ReleaseDocument.from_json(release.body)) for release in releases]
    return [
        _place(list(group)) for _id, group in groupby(read, key=lambda pair: pair[0].property_id)
    ]


def release_page(release: Release, comments: Sequence[CommentsRelease] = ()) -> ReleasePage:
    """Return one release in the language of the page, with its questions worded in it.

    comments: what was released of the comments of its wave.
    """
    document = ReleaseDocument.from_json(release.body)
    tag = _page_tag()
    return ReleasePage(
        summary=summary_page(document, tag),
        comments=comment_rows(document, Wording(document, tag), comments),
        entry=_entry(release, document),
        slug=document.place.slug,
        number=document.wave.number,
        tag=tag,
    )


def _page_tag() -> str:
    current = str(get_locale() or DEFAULT.locale)
    return next((tag for tag, each in LANGUAGES.items() if each.locale == current), DEFAULT.tag)


def _place(pairs: list[tuple[Release, ReleaseDocument]]) -> PlaceEntry:
    newest = pairs[0][1].place
    return PlaceEntry(
        name=newest.name,
        slug=newest.slug,
        releases=tuple(_entry(release, document) for release, document in pairs),
    )


def _entry(release: Release, document: ReleaseDocument) -> ReleaseEntry:
    return ReleaseEntry(
        id=release.id,
        wave=_(
            "%(title)s, wave %(number)s",
            title=Wording(document, _page_tag()).title(),
            number=words.number(document.wave.number),
        ),
        asked=words.days(document.wave.opens_on, document.wave.ended_on),
        response=_response(document),
        too_few=document.too_few,
        downloads=tuple(
            Download(each.tag, language_name(each.tag)) for each in offered_languages(document)
        ),
    )


def _response(document: ReleaseDocument) -> str:
    if document.too_few:
        return _("Too few answers to show figures")
    if document.response.rate is not None:
        return words.first_upper(words.rate(document.response.rate))
    if document.response.respondents is not None:
        return words.number(document.response.respondents)
    return ""
