"""The questionnaire of a release as a codebook (DDI Codebook 2.5).

D1 children, their order, attributes and references are as the standard has them
D2 every question with its answers, in every language of the wave
D3 who was asked, when, how, by whom, and how many answered: as the release says it, not closer
D4 nothing of what is hidden; every share is one of the release
D5 texts that look like markup, or that no XML may hold, do no harm
D6 the same release gives the same bytes
D7 no sentence is said to be in a language that it is not in
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element, fromstring

import pytest
from flask import Flask

from survey.core.promise.kinds import MOVE_IN
from survey.reports.exports.codebook import codebook
from survey.reports.exports.rows import EXPORT_COLUMNS
from survey.reports.figures import figure_rows
from survey.reports.reading import ReleaseDocument
from survey.web.locales import LANGUAGES
from tests.support import ddi
from tests.support import release_documents as documents

SHA = "ab" * 32
EACH = {"d": "ddi:codebook:2_5"}
_NAMES = (
    "IDNo producer prodDate software AuthEnty serName collDate geogCover dataCollector contact "
    "fileName caseQnty varQnty fileType catValu catStat"
)
NAMES = frozenset(_NAMES.split())
"""What holds a name, a day, a number or a code, and so needs no language."""


@pytest.fixture(autouse=True)
def _in_request(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def _document(made: documents.Document) -> ReleaseDocument:
    return ReleaseDocument.from_json(documents.text_of(made))


def _codebook(made: documents.Document) -> Element:
    return fromstring(codebook(_document(made), SHA))  # noqa: S314  our own


def _texts(root: Element, path: str) -> dict[str, str]:
    """The texts at a path by language."""
    return {each.get(ddi.LANG, ""): each.text or "" for each in root.findall(path, EACH)}


def _arabic_first() -> documents.Document:
    """Movers-in who were asked in Arabic before all else, also what the community added."""
    made = documents.everywhere()
    made["wave"]["kind"] = MOVE_IN
    tags = made["promise"]["languages"]
    made["promise"]["languages"] = ["ar", *(tag for tag in tags if tag != "ar")]
    leading, led = made["items"][1], made["items"][2]
    leading["own"] = True
    led["asked_after"] = {"id": leading["id"], "answers": [1, 2]}
    return made


@pytest.mark.parametrize(
    "made",
    [
        documents.third,
        documents.annual,
        documents.all_hidden,
        documents.too_few,
        documents.first_schema,
        documents.nearly_all,
        documents.open_link,
        documents.everywhere,
        _arabic_first,
    ],
)
def test_d1_as_the_standard_has_it(made: Callable[[], documents.Document]) -> None:
    assert ddi.faults(_codebook(made())) == []


def test_d1_the_checker_finds_faults() -> None:
    root = _codebook(documents.third())
    titles = root.find("d:stdyDscr/d:citation/d:titlStmt", EACH)
    variable = root.find("d:dataDscr/d:var", EACH)
    assert titles is not None
    assert variable is not None
    titles.insert(0, titles[-1])
    variable.set("intrvl", "maybe")
    variable.set("files", "F2")
    variable.set("colour", "blue")
    variable.append(Element(f"{ddi.NAMESPACE}anything"))
    found = ddi.faults(root)
    assert "var: files points nowhere" in found
    assert "var: intrvl may not be maybe" in found
    assert "var: has no attribute colour" in found
    assert "anything: not in the list of elements" in found
    assert any(fault.startswith("titlStmt: holds IDNo titl") for fault in found)


def test_d2_every_question_in_every_language() -> None:
    made = documents.everywhere()
    root = _codebook(made)
    asked = root.findall("d:dataDscr/d:var[d:qstn]", EACH)
    assert [each.get("name") for each in asked] == [item["id"] for item in made["items"]]
    for each, item in zip(asked, made["items"], strict=True):
        said = _texts(each, "d:qstn/d:qstnLit")
        assert set(said) == set(LANGUAGES)
        assert said == {tag: made["wording"][tag][item["id"]] for tag in LANGUAGES}
        for category in each.findall("d:catgry", EACH):
            value = category.findtext("d:catValu", namespaces=EACH)
            key = f"scale.{item['scale']}.{value}"
            assert _texts(category, "d:labl") == {
                tag: made["wording"][tag][key] for tag in LANGUAGES
            }
    first = asked[0].findall("d:catgry/d:catValu", EACH)
    assert [each.text for each in first] == ["1", "2", "3", "4", "5"]
    several = next(each for each in asked if each.get("name") == "ctx_spa_01")
    domain = several.find("d:qstn", EACH)
    assert domain is not None
    assert domain.get("responseDomainType") == "multiple"


def test_d2_levels_and_scores_name_their_questions() -> None:
    root = _codebook(documents.third())
    names = {each.get("ID"): each.get("name") for each in root.iter(f"{ddi.NAMESPACE}var")}
    groups = {
        each.get("name"): [names[one] for one in (each.get("var") or "").split()]
        for each in root.findall("d:dataDscr/d:varGrp", EACH)
    }
    assert groups["figures"] == list(EXPORT_COLUMNS)
    assert groups["score perceptual"] == ["per_bel_01", "per_val_01", "per_tru_01"]
    assert "per_saf_01" in groups["perceptual"]
    assert "per_saf_01" not in groups["score perceptual"]
    assert groups["score belonging"] == ["per_bel_01", "per_saf_01"]


def test_d3_the_survey_as_the_release_tells_it() -> None:
    root = _codebook(documents.third())
    study = root.find("d:stdyDscr", EACH)
    assert study is not None
    assert study.findtext("d:citation/d:titlStmt/d:IDNo", namespaces=EACH) == SHA
    days = [
        (each.get("event"), each.get("date"))
        for each in study.findall("d:stdyInfo/d:sumDscr/d:collDate", EACH)
    ]
    assert days == [("start", "2026-11-02"), ("end", "2026-11-23")]
    universe = _texts(study, "d:stdyInfo/d:sumDscr/d:universe")
    assert universe["en"] == "All adults who live here: 180 adults in 120 homes."
    assert set(universe) == set(documents.third()["promise"]["languages"])
    assert "About 50% of the adults" in _texts(study, "d:method/d:anlyInfo/d:respRate")["en"]
    assert "one-time codes" in _texts(study, "d:method/d:dataColl/d:collMode")["en"]
    rows = root.findtext("d:fileDscr/d:fileTxt/d:dimensns/d:caseQnty", namespaces=EACH)
    assert rows == str(len(list(figure_rows(_document(documents.third())))))


def test_d3_no_exact_number_from_ninety_percent_on() -> None:
    said = _texts(_codebook(documents.nearly_all()), "d:stdyDscr/d:method/d:anlyInfo/d:respRate")
    assert said["en"].startswith("90% or more of the adults")


def test_d4_nothing_of_what_is_hidden() -> None:
    root = _codebook(documents.all_hidden())
    assert root.findall(".//d:qstn", EACH)
    assert root.findall(".//d:catStat", EACH) == []


def test_d4_every_share_is_one_of_the_release() -> None:
    made = documents.third()
    asked = {each.get("name"): each for each in _codebook(made).findall(".//d:var[d:qstn]", EACH)}
    for item in made["items"]:
        told = {
            str(share["value"]): str(share["percent"])
            for share in (item["points"] or item["options"] or [])
        }
        found = {
            category.findtext("d:catValu", namespaces=EACH): statistic.text
            for category in asked[item["id"]].findall("d:catgry", EACH)
            for statistic in category.findall("d:catStat", EACH)
        }
        assert found == told
    assert any(item["hidden_options"] for item in made["items"])


def test_d5_texts_that_look_like_markup() -> None:
    made = documents.third()
    harm = '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>&y;</labl><script/>'
    made["property"]["name"] = f"{harm}\u0000\ud83c\ufffe"
    made["wording"]["ar"]["per_bel_01"] = harm
    root = _codebook(made)
    assert ddi.faults(root) == []
    assert harm in _texts(root, ".//d:var[@name='per_bel_01']/d:labl")["ar"]
    title = root.findtext("d:stdyDscr/d:citation/d:titlStmt/d:titl", namespaces=EACH) or ""
    assert title.startswith(harm)


def test_d6_the_same_bytes() -> None:
    document = _document(documents.third())
    assert codebook(document, SHA) == codebook(document, SHA)


def test_d7_no_sentence_is_said_to_be_in_another_language() -> None:
    """What names no language is in that of the document, which is the first of the wave."""
    root = _codebook(_arabic_first())
    assert root.get(ddi.LANG) == "ar"
    silent = {
        each.tag.removeprefix(ddi.NAMESPACE)
        for each in root.iter()
        if (each.text or "").strip() and ddi.LANG not in each.attrib
    }
    assert silent == NAMES
    movers = _texts(root, "d:stdyDscr/d:stdyInfo/d:sumDscr/d:anlyUnit")
    assert movers["en"] == "Adults who moved in"
    assert root.findtext(".//d:var/d:universe", namespaces=EACH) == (
        "Asked only of those who answered per_bel_01 with one of: 1, 2."
    )
