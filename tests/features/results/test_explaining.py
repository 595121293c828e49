"""`flask disclosure explain`: what was published, under which rules, and no reason for anything.

EX1 It names the release, its rules, thresholds, base of margins, weights, reference and hash.
EX2 It counts what is shown and withheld in each breakdown, and says one and the same sentence.
EX3 It tells nothing that the release does not: the same document gives the same lines.
EX4 A release goes by its number, or by its wave's id or slug.
"""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from survey.communities.models import Property
from survey.core.disclosure.upgrading import upgrade
from survey.db import db, transaction
from survey.results.explaining import WITHHELD, explain_release
from survey.results.models import Release
from survey.results.queries import find_release
from tests.factories.releases import make_release as store_release
from tests.factories.waves import make_property
from tests.features.results.conftest import Answer, Finish
from tests.support import release_documents as documents


@pytest.fixture
def place(app: Flask) -> Property:
    """Return a property without a wave."""
    with transaction():
        return make_property()


def lines_of(document: dict[str, Any], place: Property) -> list[str]:
    """The explanation of a document, stored as a release."""
    release = db.session.get_one(Release, store_release(document, place=place))
    return explain_release(release)


def weighted() -> dict[str, Any]:
    """A document of schema 2 with weights and a part of its breakdowns withheld."""
    document = upgrade(documents.full())
    document["method"] |= {
        "rules": "6",
        "weighting": {"used": True, "reason": "used", "by": ["stratum"], "design_effect": 1.2},
        "kept": 0.83,
        "reference": "K7Q4-9D2M",
    }
    return document


def test_ex1_rules(place: Property) -> None:
    """EX1"""
    lines = lines_of(weighted(), place)
    for line in (
        "Release 1: Larkspur Court, wave 2 (Pulse check-in)",
        "Reference K7Q4-9D2M",
        "Rules 6; smallest group 10",
        "Insiders that are reckoned with: 1",
        "Margins are computed from the number of answers",
        "Finite population: yes",
        "Weighted by stratum",
        "Design effect 1.2",
        "Respondents 93",
        "Response 50 %",
        "Kept of the figures of the promised breakdowns: 83 %",
    ):
        assert line in lines


def test_ex1_a_real_release(app: Flask, answer: Answer, finish: Finish) -> None:
    """EX1, EX4: positions in the ledger and the hash, by each of its names."""
    fieldwork = answer(60)
    release = finish(fieldwork)
    number, sha256 = release.id, release.sha256
    said = set()
    for name in (str(number), fieldwork.wave_id, fieldwork.slug):
        result = app.test_cli_runner().invoke(args=["disclosure", "explain", name])
        db.session.remove()
        assert result.exit_code == 0
        said.add(result.output)
    assert len(said) == 1
    told = said.pop().splitlines()
    assert f"SHA-256 {sha256}" in told
    assert any(line.startswith("Ledger entries 1 to ") for line in told)


def test_ex2_breakdowns(place: Property) -> None:
    """EX2: 18 questions by two groups, less one question that is not split; a hidden breakdown."""
    document = documents.full()
    lines = lines_of(document, place)
    asked = len(document["items"])
    shown = 2 * asked - 2
    assert (
        f"Breakdown stratum: groups 2 shown, 0 withheld; questions by group {shown} shown, "
        "2 withheld"
    ) in lines
    assert (
        f"Breakdown dem_los: groups 0 shown, 2 withheld; questions by group 0 shown, "
        f"{2 * asked} withheld"
    ) in lines
    assert lines.count(WITHHELD) == 1
    assert lines[-1] == WITHHELD


def test_ex2_a_band(place: Property) -> None:
    """EX2: where n is hidden it is not in the explanation either."""
    lines = lines_of(documents.nearly_all(), place)
    assert "Respondents in the band only" in lines
    assert "Response 90+ %" in lines
    assert "Margins are computed from the lower edge of the response band" in lines


def test_ex2_too_few(place: Property) -> None:
    """EX2: a release without figures says the sentence, too."""
    lines = lines_of(documents.too_few(), place)
    assert "Status too_few" in lines
    assert lines[-1] == WITHHELD


def test_ex3_only_the_document(answer: Answer, finish: Finish) -> None:
    """EX3: also when the answers behind it are other ones, and when they are gone."""
    fieldwork = answer(60)
    finish(fieldwork)
    release = find_release(fieldwork.wave_id)
    assert release is not None
    before = explain_release(release)
    with transaction():
        db.session.connection().exec_driver_sql("DELETE FROM opened_answer")
    release = find_release(fieldwork.wave_id)
    assert release is not None
    assert explain_release(release) == before


def test_ex4_no_such_release(app: Flask) -> None:
    """EX4"""
    for name in ("17", "nowhere"):
        result = app.test_cli_runner().invoke(args=["disclosure", "explain", name])
        assert (result.exit_code, name in result.output) == (1, True)
