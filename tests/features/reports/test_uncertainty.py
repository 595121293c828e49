"""What figures come with, on the public page, on the page of staff, in the PDF and in the table.

U1  Each change says its verdict first, then its figures, and how small a change is chance.
U2  A level over three waves has a verdict in words, in the headline only where it is clear.
U3  What else may have moved the figures is said in sentences; an unknown code breaks nothing.
U4  What if the others had answered: the ends for each level and its first question.
U5  Who is missing: each group in words, missing ones first; nothing where nothing is known.
U6  The table holds the same, under documented columns, and nothing of what is hidden.
U7  Where no figure may be shown there is one sentence, and the questions that were asked.
U8  Staff see the number of the check, and that more was withheld, without a reason.
"""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader

from survey.accounts.models import Role
from survey.communities.models import Organization
from survey.reports.comparing import cautions, smallest_sentence
from survey.reports.figures import COLUMNS, figures_csv
from survey.reports.headline import headline
from survey.reports.reading import Difference, ReleaseDocument
from survey.reports.summary import render_summary, summary_html
from survey.reports.wording import Wording
from tests.factories.accounts import make_person, sign_in
from tests.factories.communities import make_property
from tests.factories.releases import make_release
from tests.support import release_documents as documents
from tests.support.pages import PageClient, parse_page, words_of

NEUTRAL = "Not shown, so that nobody’s answer can be worked out."
EVERYWHERE = (
    "clear rise",
    "+6 (2 to 10)",
    "Over the last 3 waves: no clear change",
    "Over the last 3 waves: clear rise",
    "Over the last 3 waves: too few to tell",
    "the same, to within 5 points",
    "A change under 5 points cannot be told from chance here. For some of the figures, that is so "
    "under 6 points.",
    "A change under 11 points cannot be told from chance here. For some of the figures, that is so "
    "under 13 points.",
    "Clearly more or fewer people answered than in August 2026.",
    "People answered in other ways than in August 2026, for example more often on paper.",
    "Who could answer was limited in another way than in August 2026.",
    "The survey came in other languages than in August 2026.",
    "Figures are weighted now and were not in August 2026, or the other way round.",
    "It is another time of the year than in August 2026.",
    "More than a quarter of the residents are new since August 2026",
    "What if the others had answered?",
    "Who is missing",
    "Lower-cost homes: fewer answers than its share of the adults here",
    "Full-price homes: more answers than its share of the adults here",
)


def read(document: dict[str, Any]) -> ReleaseDocument:
    """Read a document as a release's body is read."""
    return ReleaseDocument.from_json(documents.text_of(document))


def paper_of(document: dict[str, Any]) -> str:
    """Return the words of the page that the PDF is made from."""
    page = parse_page(summary_html(read(document), "en", "a4"))
    return " ".join(" ".join(page.itertext()).split())


def rows_of(document: dict[str, Any]) -> list[dict[str, str]]:
    """Return the table of figures as rows."""
    text = figures_csv(read(document)).decode()
    return list(csv.DictReader(io.StringIO(text)))


class Pages:
    """The public page and the page of staff for a document."""

    def __init__(self, client: PageClient, organization: Organization) -> None:
        self.client, self.organization = client, organization

    def both(self, document: dict[str, Any]) -> tuple[str, str]:
        """Return the words of both pages."""
        place = make_property("Larkspur Court", organization=self.organization)
        release_id = make_release(document, place=place)
        public = words_of(self.client.get(f"/r/{place.slug}/en"))
        sign_in(
            self.client,
            make_person("Eve", organization=self.organization, role=Role.EVALUATOR),
        )
        return public, words_of(self.client.get(f"/staff/releases/{release_id}"))


@pytest.fixture
def pages(client: PageClient, organization: Organization) -> Pages:
    """Return the two pages of results."""
    return Pages(client, organization)


def test_on_pages(pages: Pages) -> None:
    """U1 to U5"""
    public, staff = (said.replace(" :", ":") for said in pages.both(documents.third()))
    for words in EVERYWHERE:
        assert words in public, words
        assert words in staff, words
    assert public.index("the same, to within 5 points Over the last") < public.index("+1 (−3 to 5)")
    assert staff.index("clear from 5 points") > staff.index("+1 (−3 to 5)")
    assert public.index("Lower-cost homes: fewer") < public.index("Full-price homes: more")
    assert (
        "If everyone who did not answer thought the lowest, or the highest, it would lie between "
        "30 and 82."
    ) in public
    assert (
        "Of all adults here, between 24% and 75% would then have answered “Quite a lot” or “Very "
        "much”."
    ) in public


def test_on_paper(app: Flask) -> None:
    """U1 to U5: the text layer of a real PDF."""
    pdf = render_summary(read(documents.third()), "en", "a4")
    said = " ".join(
        " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split()
    )
    for words in (*EVERYWHERE, "clear from 5 points", "62 30 to 82", "49% 24% to 75%"):
        assert words in said, words


def test_trends_in_the_headline(app: Flask) -> None:
    """U2"""
    document = documents.third()
    trend = "Clear rise over the last 3 waves: “Knowing one another”."
    found = read(document)
    said = headline(found, Wording(found, "en"))
    assert said.finding == "Clear rise since August 2026: “Knowing one another”."
    assert said.more.startswith(trend)
    for change in document["change"]["levels"]:
        change["verdict"] = "no_clear_change"
    document["change"]["trends"][0]["verdict"] = "clear_fall"
    found = read(document)
    assert headline(found, Wording(found, "en")).finding == (
        f"Clear fall over the last 3 waves: “Feeling at home”. {trend}"
    )


def test_unknown_warnings(app: Flask) -> None:
    """U3"""
    document = documents.full()
    document["change"]["warnings"] = ["moonlight", "response_differs", "starlight"]
    assert cautions(read(document)) == [
        "Something else about the survey was not as in May 2026.",
        "Clearly more or fewer people answered than in May 2026. That alone can move figures.",
    ]
    document["change"]["warnings"] = []
    assert "What else may have moved the figures" not in paper_of(document)


def test_one_smallest_change(app: Flask) -> None:
    """U1"""
    alike = [Difference("x", "no_clear_change", 2, -4, 8, 9)] * 2
    unknown = Difference("y", "too_few_to_tell", None, None, None)
    assert smallest_sentence([*alike, unknown]) == (
        "A change under 9 points cannot be told from chance here."
    )
    assert smallest_sentence([unknown]) == ""


def test_nobody_knows_how_many_were_silent(pages: Pages) -> None:
    """U4: an open link has no ends, and the method box says why."""
    document = documents.open_link()
    for said in (*pages.both(document), paper_of(document)):
        assert "What if the others had answered?" not in said
        assert (
            "Not given: with an open link nobody knows how many of the adults here did not answer."
        ) in said


def test_nothing_known_of_groups(pages: Pages) -> None:
    """U5"""
    document = documents.nearly_all()
    for said in (*pages.both(document), paper_of(document)):
        assert "Who is missing" not in said


def test_the_table(app: Flask) -> None:
    """U6"""
    rows = rows_of(documents.third())
    assert tuple(rows[0]) == COLUMNS
    found = {(row["part"], row["id"], row["group"], row["value"]): row for row in rows}
    ends = ("figure", "low", "high", "certain_low", "certain_high", "smallest")
    assert [found["level", "perceptual", "", ""][name] for name in ends] == [
        *("62", "58", "66", "30", "82", ""),
    ]
    assert [found["band", "per_bel_01", "", "favorable"][name] for name in ends] == [
        *("49", "41", "57", "24", "75", ""),
    ]
    assert [found["change", "relational", "", "clear_rise"][name] for name in ends] == [
        *("6", "2", "10", "", "", "5"),
    ]
    assert found["trend", "relational", "", "clear_rise"]["figure"] == "3"
    assert ("participation", "stratum", "stratum:lower_cost", "fewer") in found


def test_hidden_changes_are_not_in_the_table(app: Flask) -> None:
    """U6: a hidden question or level has no verdict either, whatever a document holds."""
    document = documents.third()
    document["items"][0]["state"] = "hidden"
    document["levels"][1]["state"] = "hidden"
    names = {row["id"] for row in rows_of(document) if not row["group"]}
    assert not names & {document["items"][0]["id"], "relational"}
    assert "Over the last 3 waves: clear rise" not in paper_of(document)
    assert rows_of(documents.all_hidden()) == []


def test_everything_hidden(pages: Pages) -> None:
    """U7"""
    document = documents.all_hidden()
    public, staff = pages.both(document)
    for said in (public, staff, paper_of(document)):
        assert NEUTRAL in said
        assert "How much do you trust your neighbors here?" in said
        assert "chance here" not in said
        assert "What else may have moved" not in said
        assert "Too few people answered" not in said
        assert "people answered." not in said
    assert headline(read(document), Wording(read(document), "en")).finding == NEUTRAL


def test_the_check(pages: Pages) -> None:
    """U8"""
    _public, staff = pages.both(documents.full())
    assert "Number of the check 3f7a-19c2-b80e" in staff
    assert "More was withheld. No reason is given to anybody" in staff
    assert "Of the figures by group that were promised, 47% are shown." in staff


def test_nothing_withheld(pages: Pages) -> None:
    """U8"""
    public, staff = pages.both(documents.without_change())
    assert "Number of the check 3f7a-19c2-b80e" in staff
    assert "More was withheld" not in staff
    assert "More was withheld" not in public
