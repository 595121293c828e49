"""What the agenda of a check-in says.

B1  It talks of what the board decides about, and of good news first; levels fill up.
B2  Each finding has its verdict in words, people out of ten, and its range in a note.
B3  Own questions are no finding.
B4  Two or three open questions on each finding, none twice, none that asks about a person; every
    construct of the three levels has its own.
B5  Rules and an hour; what was promised before and who is missing are said plainly.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import force_locale

from survey.core.bank.readability import list_words, reading_grade
from survey.reports.agenda import talking
from survey.reports.agenda.fitting import FITS
from survey.reports.agenda.page import Agenda, agenda
from survey.reports.agenda.rendering import side_html
from survey.reports.board.asked import asks
from survey.reports.questions import lean_groups
from survey.reports.reading import CORE_LEVELS, ReleaseDocument
from survey.reports.wording import Wording
from tests.support import release_documents as documents
from tests.support.release_documents import Document, bank

MOST_GRADE = 6.0


@pytest.fixture(autouse=True)
def _in_request(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def _read(made: Document) -> ReleaseDocument:
    return ReleaseDocument.from_json(documents.text_of(made))


def _page(made: Document, fit: int = 0) -> Agenda:
    with force_locale("en"):
        return agenda(_read(made), "en", FITS[fit])


def _headings(page: Agenda) -> list[str]:
    return [finding.heading for finding in page.findings]


@pytest.mark.parametrize(
    "made",
    [
        documents.third(),
        documents.fallen(documents.third(), "structural"),
        documents.full(),
        documents.without_change(),
        documents.annual(),
    ],
)
def test_b1_it_talks_of_what_the_board_decides_about(made: Document) -> None:
    document = _read(made)
    grounds = {
        "fall": "What has gone down",
        "gap": "Not the same for everyone",
        "lowest": "What needs work",
    }
    with force_locale("en"):
        wording = Wording(document, "en")
        rows = {row.id: row for group in lean_groups(document, wording) for row in group.rows}
        asked = [ask.ground for ask in asks(document, wording, rows) if ask.ground != "missing"]
    headings = _headings(_page(made))
    assert [said for said in headings if said in grounds.values()] == [
        grounds[ground] for ground in asked
    ]
    assert headings[0] == "What is going well"
    assert 3 <= len(headings) <= 4


def test_b1_what_fell_is_no_good_news() -> None:
    document = documents.full()
    document["change"]["levels"][1] |= {"verdict": "no_clear_change"}
    assert _headings(_page(document))[0] == "What is going well"
    best = _page(document).findings[0].lines[0].name
    for change in document["change"]["items"]:
        if documents.word("en", change["id"]) == best:
            change |= {"difference": -30, "low": -40, "high": -20, "verdict": "clear_fall"}
    first, second, *_others = _page(document).findings
    assert (first.heading, first.verdict) == ("What is going well", "Since May 2026: clear rise")
    assert (second.heading, second.lines[0].name) == ("What has gone down", best)


def test_b1_levels_fill_up_where_little_is_clear() -> None:
    document = documents.without_change()
    for item in document["items"]:
        if item["low"] is not None:
            item["low"], item["high"] = 40, 60
    page = _page(document)
    assert _headings(page) == ["How it stands"] * 3
    assert [line.name for finding in page.findings for line in finding.lines] == [
        "Feeling at home",
        "Knowing one another",
        "Having a say",
    ]
    assert {finding.verdict for finding in page.findings} == {"Nothing to compare with yet"}


def test_b1_a_survey_without_levels_has_something_to_talk_of() -> None:
    document = documents.without_change()
    document["levels"] = []
    document["items"] = [item for item in document["items"] if item["low"] is None]
    (finding,) = _page(document).findings
    assert finding.lines[0].name.startswith("No single figure here is clear enough")
    assert len(finding.questions) == 3


def test_b2_verdict_people_and_range() -> None:
    page = _page(documents.fallen(documents.third(), "structural"))
    rise, fall, gap, _lowest = page.findings
    assert (rise.verdict, fall.verdict, gap.verdict) == (
        "Since August 2026: clear rise",
        "Since August 2026: clear fall",
        "Clear gap",
    )
    assert [line.name for line in fall.lines] == ["Having a say"]
    assert fall.lines[0].figures[0].people == (
        "3 in 10 answered “Most of the time” or “Always”: "
        "How often are the rules used the same way for everyone here?"
    )
    assert [figure.people for figure in gap.lines[0].figures] == [
        "\u2068Lower-cost homes\u2069: 2 in 10 answered “Happy” or “Very happy”",
        "\u2068Full-price homes\u2069: 8 in 10 answered “Happy” or “Very happy”",
    ]
    assert [line.note for finding in page.findings for line in finding.lines] == list("1234")
    assert page.notes[1] == (
        "Score: 45 of 100 (range: 41 to 49). Change in points: −9 (−14 to −4). "
        "In percent: 33% (range: 25% to 41%)."
    )
    assert page.notes[2] == "In percent: 20% and 78%. Difference: 58 points (range: 20 to 76)."


def test_b2_several_levels_share_a_verdict_and_may_be_brief() -> None:
    fallen = _page(documents.fallen(documents.third(), "perceptual", "structural")).findings[1]
    assert [line.name for line in fallen.lines] == ["Feeling at home", "Having a say"]
    assert [figure.windows for line in fallen.lines for figure in line.figures] == [None, None]
    brief = _page(documents.fallen(documents.third(), "perceptual", "structural"), fit=-1).findings[
        1
    ]
    assert [figure.people for line in brief.lines for figure in line.figures] == [
        "62 on a scale from 0 to 100",
        "45 on a scale from 0 to 100",
    ]


def test_b2_groups_alike_out_of_ten_are_told_in_points() -> None:
    document = documents.third()
    first = document["cuts"][0]["items"][0]
    for group, high in zip(first["groups"], (44, 38), strict=True):
        group["bands"][-1]["percent"] = high
    gap = next(one for one in _page(document).findings if one.verdict == "Clear gap")
    (figure,) = gap.lines[0].figures
    assert figure.windows is None
    assert figure.people.startswith("“Full-price homes”: good answers 58 points above")


def test_b3_own_questions_are_no_finding() -> None:
    document = documents.third()
    for item in document["items"]:
        item["own"] = True
    names = [line.name for finding in _page(document).findings for line in finding.lines]
    assert names == ["Knowing one another", "Feeling at home", "Having a say"]


@pytest.mark.parametrize(
    "made",
    [
        documents.fallen(documents.third(), "perceptual", "structural"),
        documents.annual(),
        documents.small(),
    ],
)
def test_b4_questions(made: Document) -> None:
    for fit, most in ((0, 3), (-1, 2)):
        found = _page(made, fit).findings
        asked = [question for finding in found for question in finding.questions]
        assert len(asked) == len(set(asked)) == most * len(found)


def test_b4_hidden_levels_are_talked_about_without_repeating() -> None:
    found = _page(documents.all_hidden()).findings
    asked = [question for finding in found for question in finding.questions]
    assert len(asked) == len(set(asked)) == 9


def test_b4_every_construct_of_the_levels_has_its_question() -> None:
    families: dict[str, set[str]] = {}
    for item in bank().items.values():
        if item.level in CORE_LEVELS:
            families.setdefault("_".join(item.id.split("_")[:2]), set()).add(item.construct)
    assert all(len(constructs) == 1 for constructs in families.values())
    assert families.keys() == talking.FAMILIES.keys()
    assert {item.level for item in bank().items.values()} - {"open"} == talking.LEVELS.keys()


def test_b4_questions_are_plain_and_about_the_place() -> None:
    says = [*talking.FAMILIES.values(), *talking.LEVELS.values()]
    says += [say for kind in talking.KINDS.values() for say in kind]
    with force_locale("en"):
        for question in (say() for say in says):
            assert reading_grade(question) <= MOST_GRADE, question
            words = {word.lower() for word in list_words(question)}
            assert not words & {"you", "your", "yours", "yourself", "i", "my", "me"}
            assert question.endswith("?"), question


def test_b5_rules_and_an_hour() -> None:
    page = _page(documents.third())
    assert page.rules[:3] == (
        "Nobody is asked what they answered.",
        "Nobody guesses who said what.",
        "No group smaller than 10 people is shown. Nobody tries to work out more.",
    )
    hour = [part.minutes for part in page.plan]
    assert hour == ["5 min", "5 min", "25 min", "5 min", "15 min", "5 min"]
    assert sum(int(minutes.split()[0]) for minutes in hour) == 60
    assert page.talk_about == "To talk about, 8 minutes each"
    with force_locale("en"):
        html = side_html(_read(documents.third()), "en", "a4", {"talk": FITS[0]})
    assert "No promise from an earlier meeting is on record here." in html


def test_b5_who_is_missing() -> None:
    document = documents.third()
    assert _page(document).missing == (
        "People who answered: 93. Thank you.",
        "Fewer answers than their share of the adults here: “Lower-cost homes”.",
    )
    document["response"]["participation"] = documents.participation("more", "about")
    assert _page(document).missing[1].startswith("No group that we can tell of")
    document["response"]["participation"] = []
    assert _page(document).missing[1] == "Which groups answered less than others cannot be told."
