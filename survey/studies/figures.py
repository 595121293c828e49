"""A study's figures as a plain table (CSV)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any, Final

from survey.core.spreadsheets import harmless
from survey.studies.models import Study

COLUMNS: Final = ("part", "id", "question", "statistic", "figure", "low", "high", "respondents")
"""part: study, wave, index or level. figure, low, high: a coefficient in two decimals, or for a
level's share and the fit a whole percent. respondents: in steps of five, downward. What is not
given is not in it."""

COEFFICIENTS: Final = ("alpha", "omega", "icc1", "icc2")
Row = tuple[object, ...]


def study_csv(study: Study) -> bytes:
    """Every published figure, one a row, in UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(_rows(study.number, json.loads(study.body)))
    return text.getvalue().encode()


def _rows(number: int, document: dict[str, Any]) -> Iterator[Row]:
    yield ("study", number, "", "places", document["places"], "", "", document["respondents"])
    for wave in document["waves"]:
        yield ("wave", harmless(wave["place"]), "", "wave", wave["number"], "", "", "")
    for entry in document["indices"]:
        if entry["state"] == "shown":
            yield from _index_rows(entry)
    importance = document["importance"]
    if importance["state"] == "shown":
        people, outcome = importance["respondents"], importance["outcome"]
        yield ("level", "", outcome, "fit", importance["fit"], "", "", people)
        for part in importance["levels"]:
            ends = (part["share"], part["low"], part["high"])
            yield ("level", part["id"], outcome, "share", *ends, people)


def _index_rows(entry: dict[str, Any]) -> Iterator[Row]:
    name, people = entry["id"], entry["respondents"]
    for statistic in COEFFICIENTS:
        found = entry[statistic]
        if found is not None:
            ends = [f"{found[end]:.2f}" for end in ("value", "low", "high")]
            yield ("index", name, "", statistic, *ends, people)
    for item, figure in zip(entry["items"], entry["item_rest"], strict=True):
        yield ("index", name, item, "item_rest", f"{figure:.2f}", "", "", people)
