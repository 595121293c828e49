"""The frame: the adults who could be asked, by type of home, and who of them answered less."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from survey.reports import words
from survey.reports.missing import share_sentence
from survey.reports.reading import ReleaseDocument

STRATUM: Final = "stratum"
"""The breakdown by type of home, the only one whose groups the frame counts."""


@dataclass(frozen=True, slots=True)
class FrameRow:
    """One part of the frame; `participation` is empty where nothing is told of who answered."""

    label: str
    adults: str
    share: str
    participation: str


def frame_rows(document: ReleaseDocument) -> list[FrameRow]:
    """Return the parts of the frame in the promise's order; empty where the release has none."""
    told = {
        one.group: share_sentence(one.share)
        for one in document.response.participation
        if one.cut == STRATUM
    }
    return [
        FrameRow(
            label=stratum.label,
            adults=words.number(stratum.adults),
            share=words.percent(round(100 * stratum.adults / document.place.adults)),
            participation=words.first_upper(told.get(stratum.id, "")),
        )
        for stratum in document.promise.strata
    ]
