"""Who is missing: whether each group answered fewer, about as many, or more than its share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext as _

from survey.reports import words
from survey.reports.reading import Participation, ReleaseDocument
from survey.reports.wording import Wording


@dataclass(frozen=True, slots=True)
class ShareLine:
    """One group, and in words how its answers compare with its share of the adults."""

    group: str
    sentence: str


def share_lines(document: ReleaseDocument, wording: Wording) -> list[ShareLine]:
    """Return the groups that the document tells of, missing ones first; empty where none."""
    told = sorted(document.response.participation, key=lambda one: _ORDER.index(one.share))
    return [ShareLine(_group(one, document, wording), share_sentence(one.share)) for one in told]


def share_sentence(share: str) -> str:
    """Say how a group's answers compare with its share of the adults: fewer, about or more."""
    return _SENTENCES[share]()


def missing_groups(document: ReleaseDocument, wording: Wording) -> list[str]:
    """Name the groups that gave fewer answers than their share of the adults."""
    told = document.response.participation
    return [_group(one, document, wording) for one in told if one.share == "fewer"]


def fewer_sentence(groups: Sequence[str]) -> str:
    """Say which groups gave fewer answers than their share of the adults; empty for none."""
    if not groups:
        return ""
    return _(
        "Fewer answers than their share of the adults here: %(groups)s.",
        groups=words.every([words.quoted(group) for group in groups]),
    )


def _group(told: Participation, document: ReleaseDocument, wording: Wording) -> str:
    for cut in document.cuts:
        for group in cut.groups:
            if (cut.id, group.id) == (told.cut, told.group):
                return wording.group(cut, group)
    return told.group.replace("_", " ")


_ORDER: Final = ("fewer", "about", "more")
_SENTENCES: Final[Mapping[str, Callable[[], str]]] = {
    "fewer": lambda: _("fewer answers than its share of the adults here"),
    "about": lambda: _("about as many answers as its share of the adults here"),
    "more": lambda: _("more answers than its share of the adults here"),
}
