"""Results for staff.

F1  An evaluator sees all releases of the organization, a steward those of named places.
F2  What is not theirs and what does not exist look alike; nobody else gets in.
F3  A PDF comes with a name, a tag and the right type, and 304 to who has it.
F4  The figures of a release stand on a page, with their downloads.
"""

from __future__ import annotations

from typing import cast

import pytest

from survey.accounts.models import Role
from survey.communities.models import Organization, Property
from survey.pdf.papers import PAPERS
from survey.reports.services import KINDS, Kind
from survey.web.locales import apart
from tests.factories.accounts import make_person, sign_in
from tests.factories.communities import make_organization, make_property
from tests.factories.releases import make_release
from tests.support import release_documents as documents
from tests.support.backends import ONE_DATABASE
from tests.support.pages import PageClient, heading_of, words_of


@pytest.fixture
def database(every_database: str) -> str:
    """Every database: stored releases are read here."""
    return every_database


@pytest.fixture
def place(organization: Organization) -> Property:
    """Return a place."""
    return make_property("Larkspur Court", organization=organization)


@pytest.fixture
def release_id(place: Property) -> int:
    """Return a release of it."""
    return make_release(documents.full(), place=place)


@pytest.fixture
def evaluator(client: PageClient, organization: Organization) -> PageClient:
    """Return a client in which Eve, an evaluator, is signed in."""
    sign_in(client, make_person("Eve", organization=organization, role=Role.EVALUATOR))
    return client


def test_nothing_released_yet(evaluator: PageClient) -> None:
    """F1"""
    assert "No results yet." in words_of(evaluator.get("/staff/results"))


def test_list(
    evaluator: PageClient, organization: Organization, place: Property, release_id: int
) -> None:
    """F1"""
    make_release(documents.too_few(), place=make_property("Alder House", organization=organization))
    make_release(
        documents.full(), place=make_property("Elsewhere", organization=make_organization("Other"))
    )
    response = evaluator.get("/staff/results")
    said = words_of(response)
    assert heading_of(response) == "Results"
    assert said.index("Alder House") < said.index("Larkspur Court")
    assert "Too few answers to show figures" in said
    assert "About 50%" in said
    assert "Elsewhere" not in said
    html = response.get_data(as_text=True)
    address = f"/staff/releases/{release_id}/summary.pdf?lang=zh-Hans&amp;paper=letter"
    assert address in html


def test_a_steward_sees_named_places_only(
    client: PageClient, organization: Organization, place: Property, release_id: int
) -> None:
    """F1, F2"""
    other = make_property("Alder House", organization=organization)
    other_id = make_release(documents.full(), place=other)
    steward = make_person("Sam", organization=organization, role=Role.STEWARD, properties=[place])
    sign_in(client, steward)
    said = words_of(client.get("/staff/results"))
    assert "Larkspur Court" in said
    assert "Alder House" not in said
    for path in (f"/staff/releases/{other_id}", f"/staff/releases/{other_id}/summary.pdf"):
        refused = client.get(path)
        assert refused.status_code == 404
        assert words_of(refused) == words_of(client.get(path.replace(str(other_id), "9999")))


@pytest.mark.parametrize("path", ["/staff/results", "/staff/releases/1"])
def test_nobody_gets_in(client: PageClient, release_id: int, path: str) -> None:
    """F2"""
    response = client.get(path)
    assert response.status_code == 302
    assert "/staff/sign-in" in response.headers["Location"]


def test_download(evaluator: PageClient, release_id: int) -> None:
    """F3"""
    path = f"/staff/releases/{release_id}/summary.pdf?lang=zh-Hans&paper=letter"
    response = evaluator.get(path)
    assert response.status_code == 200
    assert response.mimetype == "application/pdf"
    assert response.data.startswith(b"%PDF")
    assert response.headers["Content-Disposition"] == (
        'attachment; filename="larkspur-court-wave-2-zh-Hans-letter.pdf"; '
        "filename*=UTF-8''Larkspur%20Court%2C%202%20%28zh-Hans%2C%20letter%29.pdf"
    )
    assert "public" not in response.headers["Cache-Control"]
    again = evaluator.get(path, headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_download_of_the_sheet(evaluator: PageClient, release_id: int) -> None:
    """F3"""
    path = f"/staff/releases/{release_id}/sheet.pdf?lang=ar&paper=a3"
    response = evaluator.get(path)
    assert response.data.startswith(b"%PDF")
    assert (
        'filename="larkspur-court-wave-2-sheet-ar-a3.pdf"'
        in response.headers["Content-Disposition"]
    )
    again = evaluator.get(path, headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert evaluator.get(path.replace("sheet", "poster")).status_code == 404


@pytest.mark.parametrize("kind", ["board", "agenda"])
def test_each_kind_has_its_own_download(
    evaluator: PageClient, release_id: int, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """F3, F4: a link for each language and paper, and one file behind each."""
    made = Kind(lambda *_arguments: b"%PDF", PAPERS, over_time=True)
    monkeypatch.setitem(cast("dict[str, Kind]", KINDS), kind, made)
    html = evaluator.get(f"/staff/releases/{release_id}").get_data(as_text=True)
    path = f"/staff/releases/{release_id}/{kind}.pdf?lang=ar&amp;paper=letter"
    assert path in html
    response = evaluator.get(path.replace("&amp;", "&"))
    assert response.data == b"%PDF"
    assert (
        f'filename="larkspur-court-wave-2-{kind}-ar-letter.pdf"'
        in response.headers["Content-Disposition"]
    )
    assert evaluator.get(f"/staff/releases/{release_id}/{kind}.pdf?paper=a3").status_code == 404


def test_download_of_the_full_report(
    evaluator: PageClient, release_id: int, organization: Organization
) -> None:
    """F3. That of a wave with too few answers, which is printed in no time."""
    place = make_property("Alder House", organization=organization)
    path = f"/staff/releases/{make_release(documents.too_few(), place=place)}/full.pdf"
    response = evaluator.get(f"{path}?paper=letter")
    assert response.data.startswith(b"%PDF")
    assert "-wave-2-full-en-letter.pdf" in response.headers["Content-Disposition"]
    assert evaluator.get(f"{path}?paper=a3").status_code == 404
    html = evaluator.get(f"/staff/releases/{release_id}").get_data(as_text=True)
    assert html.count("full.pdf") == 8


@pytest.mark.parametrize(
    ("name", "begins", "file"),
    [
        ("figures.xlsx", b"PK", "larkspur-court-wave-2-figures-ar.xlsx"),
        ("figures.sav", b"$FL2", "larkspur-court-wave-2-figures-ar.sav"),
        ("data.zip", b"PK", "larkspur-court-wave-2-data-ar.zip"),
    ],
)
def test_download_of_data(
    evaluator: PageClient, release_id: int, name: str, begins: bytes, file: str
) -> None:
    """F3"""
    path = f"/staff/releases/{release_id}/{name}"
    response = evaluator.get(f"{path}?lang=ar")
    assert response.data.startswith(begins)
    assert f'filename="{file}"' in response.headers["Content-Disposition"]
    again = evaluator.get(f"{path}?lang=ar", headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert evaluator.get(f"{path}?lang=fr").status_code == 404


@pytest.mark.parametrize(
    ("name", "mimetype", "begins"),
    [("codebook.xml", "application/xml", b"<?xml"), ("bundle.zip", "application/zip", b"PK")],
)
def test_download_in_no_language(
    evaluator: PageClient, release_id: int, name: str, mimetype: str, begins: bytes
) -> None:
    """F3"""
    path = f"/staff/releases/{release_id}/{name}"
    response = evaluator.get(path)
    assert (response.mimetype, response.data[: len(begins)]) == (mimetype, begins)
    assert f'filename="larkspur-court-wave-2-{name}"' in response.headers["Content-Disposition"]
    again = evaluator.get(path, headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@ONE_DATABASE
@pytest.mark.parametrize("query", ["lang=fr", "paper=a3", "lang=../en"])
def test_unknown_language_or_paper(evaluator: PageClient, release_id: int, query: str) -> None:
    """F3"""
    assert evaluator.get(f"/staff/releases/{release_id}/summary.pdf?{query}").status_code == 404


def test_figures(evaluator: PageClient, release_id: int) -> None:
    """F4"""
    response = evaluator.get(f"/staff/releases/{release_id}")
    said = words_of(response)
    assert heading_of(response) == f"{apart('Larkspur Court')}: Pulse check-in, wave 2"
    assert "Clear rise since May 2026: “Knowing one another”." in said
    assert "+12 (2 to 22)" in said
    assert "Lower-cost homes" in said
    assert said.count("summary.pdf") == 0
    html = response.get_data(as_text=True)
    assert html.count("summary.pdf") == 8
    assert html.count("sheet.pdf") == 12
    assert html.count("figures.sav") == 4
    assert (html.count("codebook.xml"), html.count("bundle.zip")) == (1, 1)


def test_figures_of_too_few(evaluator: PageClient, organization: Organization) -> None:
    """F4"""
    place = make_property("Alder House", organization=organization)
    release_id = make_release(documents.too_few(), place=place)
    said = words_of(evaluator.get(f"/staff/releases/{release_id}"))
    assert "Too few people answered to show figures" in said
    assert "The three levels" not in said
    assert "For data archives" not in said
