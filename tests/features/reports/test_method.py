"""The method box says what is true of this release.

M1  Whether it is weighted, and why; the design effect where it is printed; any code is said.
M2  Ranges: with a finite population or not; from the band's lower edge where n is not told.
M3  Small numbers, changes, reliability, groups, the check and its rules.
M4  A release by the first rules is told as it was made.
M5  Where no figure is shown, nothing is said about figures.
M6  No two languages have one name.
M7  How most people answered, and that fieldwork was extended, where the release says so.
M8  Who had the codes: the landlord's managers, a sender, whoever runs the server, or nobody knows.
"""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from survey.reports.board.chosen import short_method
from survey.reports.full.intervals import interval_facts
from survey.reports.method import language_name, method_facts
from survey.reports.reading import ReleaseDocument
from survey.reports.wording import Wording
from survey.web.locales import LANGUAGES, use_language
from tests.support import release_documents as documents


def box(document: dict[str, Any]) -> dict[str, str]:
    """Return the lines of the method box by their names."""
    found = ReleaseDocument.from_json(documents.text_of(document))
    return {fact.name: fact.text for fact in method_facts(found, Wording(found, "en"))}


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("no_frame_groups", "there is no count of the adults by group"),
        ("few_answers", "too few people answered, in all or in one of the groups"),
        ("empty_class", "too few people answered, in all or in one of the groups"),
        ("margins_close", "because there was no need"),
        ("not_feasible", "more than three times as much"),
        ("not_converged", "no weights could be worked out"),
        ("not_known", "made before figures could be weighted"),
        ("moonlight", "Not weighted."),
    ],
)
def test_not_weighted(app: Flask, reason: str, said: str) -> None:
    """M1"""
    document = documents.full()
    document["method"]["weighting"]["reason"] = reason
    found = box(document)["Weights"]
    assert found.startswith("Not weighted")
    assert said in found


def test_weighted(app: Flask) -> None:
    """M1"""
    document = documents.third()
    assert box(document)["Weights"] == (
        "Weighted by “Type of home”, so that each group counts for its share of the adults here. "
        "Only weighted figures are shown, nowhere unweighted ones beside them. The design effect "
        "is 1.2: ranges are as wide as if 1.2 times fewer people had answered."
    )
    document["method"]["weighting"]["design_effect"] = 1.7
    assert "That is much" in box(document)["Weights"]
    document["method"]["weighting"]["design_effect"] = None
    assert "design effect" not in box(document)["Weights"]


def test_ranges(app: Flask) -> None:
    """M2"""
    counted, band = box(documents.full()), box(documents.nearly_all())
    assert "They count how many adults live here (a finite population)" in counted["Ranges"]
    assert "lower edge" not in counted["Ranges"]
    assert "fewer than 30 answers has the widest range" in counted["Ranges"]
    assert "fewer than 90% answered" in counted["Response"]
    assert "as if just 90% had answered, the lower edge" in band["Ranges"]
    assert "From 90% on, the exact number is not told." in band["Response"]
    assert "93" not in band["Response"]


def test_shares_of_fewer(app: Flask) -> None:
    """M2: where nearly all answered, by rules 5; before, shares were of all who did."""
    document = documents.nearly_all()
    reason = {"used": False, "reason": "few_answers", "by": [], "design_effect": None}
    document["method"]["weighting"] = reason
    assert "as if just 90% of the adults had answered" in box(document)["Small numbers"]
    assert "off by one person" not in box(documents.full())["Small numbers"]
    document["method"]["rules"] = "4"
    assert "off by one person" not in box(document)["Small numbers"]


def test_no_finite_population(app: Flask) -> None:
    """M2"""
    assert "because answers were not limited to one" in box(documents.open_link())["Ranges"]
    document = documents.full()
    document["method"]["finite_population"] = False
    assert "does not fit the number of answers" in box(document)["Ranges"]


def test_rules(app: Flask) -> None:
    """M3"""
    said = box(documents.third())
    assert (
        "“under 5%” or “over 95%”, and less exactly where fewer answered" in (said["Small numbers"])
    )
    for words in (
        "at least 5 points",
        "Holm’s method",
        "false-discovery rate 0.10): they are for exploring",
        "without counting how many adults live here",
        "Levels over three and more waves",
    ):
        assert words in said["Changes"]
    assert "three and more waves" not in box(documents.full())["Changes"]
    assert "not shown for one place" in said["Reliability"]
    assert said["Figures by group"].endswith("47% are shown.")
    assert "together with everything that had been published of this place" in said["The check"]
    assert (
        "Version 6 of the disclosure rules. Number of the check: \u20663f7a-19c2-b80e\u2069."
        in (said["The check"])
    )
    assert said["If the others had answered"].startswith("Ranges rest on the thought")
    assert "“95 or more” may stand for any score up to 100" in said["Small numbers"]


def test_nearly_all_answered(app: Flask) -> None:
    """M3: as of nine in ten adults is what is of everybody together; shares of groups are not."""
    document = documents.without_change()
    document["response"] |= {"respondents": None, "rate": "90+"}
    document["method"] |= {"base": "band"}
    told = "Shares of everybody together, and scores, are told as if just 90% of the adults"
    assert told in box(document)["Small numbers"]
    document["method"] |= {"rules": "4"}
    assert told not in box(document)["Small numbers"]


def test_ranges_of_scores(app: Flask) -> None:
    """M3: by rules 4 they do not rest on how far scores lie apart; by older ones they do."""
    document = documents.without_change()
    for rules, told in (("5", True), ("4", True), ("3", False)):
        document["method"] |= {"rules": rules}
        read = ReleaseDocument.from_json(documents.text_of(document))
        with app.test_request_context():
            said = {fact.name: fact.text for fact in interval_facts(read)}["Ranges of scores"]
        assert ("as if any two questions were correlated by 0.7." in said) is told


def test_the_first_rules(app: Flask) -> None:
    """M4"""
    said = box(documents.first_schema())
    assert said["The check"] == "Made by version 1 of the disclosure rules."
    assert "8 points for a question" in said["Changes"]
    assert "Holm" not in said["Changes"]
    assert "30 answers" not in said["Ranges"]
    assert "may stand for any score" not in said["Small numbers"]
    assert "before this was worked out" in said["If the others had answered"]
    assert "before figures could be weighted" in said["Weights"]
    assert "Figures by group" not in said


def test_no_figures(app: Flask) -> None:
    """M5"""
    said = box(documents.all_hidden())
    assert not {"Weights", "Ranges", "Small numbers", "Changes", "Reliability"} & set(said)
    assert said["Response"] == "No page or list shows who answered."
    assert "The check" in said
    assert "The check" not in box(documents.too_few())


@pytest.mark.parametrize("tag", LANGUAGES)
def test_no_two_languages_have_one_name(app: Flask, tag: str) -> None:
    """M6"""
    with app.test_request_context():
        use_language(LANGUAGES[tag])
        assert len({language_name(other) for other in LANGUAGES}) == len(LANGUAGES)


@pytest.mark.parametrize(
    ("mix", "said"),
    [
        ("own", "a person’s own device"),
        ("kiosk", "a shared tablet"),
        ("interviewer", "told to an interviewer"),
        ("paper", "written on paper"),
        ("mixed", "none of these made up two thirds"),
    ],
)
def test_how_people_answered(app: Flask, mix: str, said: str) -> None:
    """M7: nothing where the release does not tell."""
    document = documents.full()
    assert "Answers came" not in box(document)["How"]
    assert "Of all answers" not in box(document)["How"]
    document["wave"]["mode_mix"] = mix
    assert said in box(document)["How"]


def test_extended(app: Flask) -> None:
    """M7: for readers of a board's summary as well, who else are not told the days there."""
    document = documents.full()
    found = ReleaseDocument.from_json(documents.text_of(document))
    assert "When" not in {fact.name for fact in short_method(found, Wording(found, "en"))}
    document["wave"]["extended_from"] = "2026-08-17"
    said = "Fieldwork was extended from August 17, 2026 to August 24, 2026."
    assert box(document)["When"].endswith(said)
    found = ReleaseDocument.from_json(documents.text_of(document))
    short = {fact.name: fact.text for fact in short_method(found, Wording(found, "en"))}
    assert short["When"].endswith(said)


def test_closed_early(app: Flask) -> None:
    """M7: the days on which answers were taken, not those that were planned."""
    document = documents.full()
    document["wave"]["closed_on"] = "2026-08-20"
    said = "The survey was closed on August 20, 2026, before its last day."
    assert box(document)["When"] == f"Aug 3\u2009–\u200920, 2026. {said}"
    found = ReleaseDocument.from_json(documents.text_of(document))
    short = {fact.name: fact.text for fact in short_method(found, Wording(found, "en"))}
    assert short["When"].endswith(said)
    document["wave"]["extended_from"] = "2026-08-17"
    assert box(document)["When"].endswith(f"to August 24, 2026. {said}")


@pytest.mark.parametrize(
    ("roles", "said"),
    [
        (None, "Staff of "),
        (["manager"], "printed or sent by those who manage this place for "),
        (["administrator", "sender"], "printed or sent by those who manage this place for "),
        (["sender"], "printed or sent by somebody who does only that."),
        (["operator"], "Whoever runs the server had a list of the codes."),
    ],
)
def test_who_had_the_codes(app: Flask, roles: list[str] | None, said: str) -> None:
    """M8"""
    document = documents.full()
    if roles is not None:
        document["promise"]["code_roles"] = roles
    found = box(document)["How"]
    assert said in found
    assert ("manage this place" in found) == bool(roles and {"manager", "administrator"} & {*roles})
    assert found.endswith("Whoever has a code can send answers with it, but cannot see any.")
