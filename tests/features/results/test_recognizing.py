"""What is proposed for masking, on invented remarks in the fifteen languages.

The remarks and what counts as found stand in `tests/support/remarks`.

D1  Of telephone numbers, addresses, dates, homes, and names beside a title, nothing is missed but
    what is known to be, and nothing else is proposed.
D2  Remarks with numbers that point at nobody stay as they are.
D3  Names without a title are found where large letters tell them, or what they are made of; as many
    as were when measured. In Porchlight's own wording, which names nobody, nothing is.
D4  Dates as CLDR writes them, and numbers as their countries do, are found whole, in every digits.
D5  The libraries find what our patterns do not, and the same text gets the same marks in order.
D6  Listed names are found in any case and spelling, and everyday parts of them are not.
"""

from __future__ import annotations

from datetime import date
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Final

import phonenumbers
import pytest
from babel.dates import format_date
from babel.messages.pofile import read_po
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from survey.core.disclosure.marks import Kind, Mark, mask
from survey.core.disclosure.pointing import find_marks
from survey.results.recognizing import recognize
from survey.results.recognizing.bare_names import bare_names_in
from survey.web.haitian import speak_haitian
from survey.web.locales import LANGUAGES
from tests.support.remarks import FILES, Remark, read_remarks, score

KNOWN_MISSES: Final[dict[Kind, set[str]]] = {
    "email": {"en: pat lee 9 (at) example.org"},
}
KNOWN_WRONG: Final = {"en: M15"}
LEAST_BARE_NAMES: Final = 28
WITHOUT_LARGE_LETTERS: Final = ("zh-Hans", "zh-Hant", "ko", "ar", "am", "fa")
WORDS: Final = ("the man with the hat", "Tall Tom")
LABELS: Final[dict[Kind, str]] = {kind: f"[{kind}]" for kind in FILES}
DIGITS: Final = {
    "ar": str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"),
    "fa": str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"),
}
REGIONS: Final = {
    "US": "en",
    "MX": "es",
    "CN": "zh-Hans",
    "TW": "zh-Hant",
    "VN": "vi",
    "SA": "ar",
} | {
    "PH": "fil",
    "KR": "ko",
    "RU": "ru",
    "HT": "ht",
    "BR": "pt-BR",
    "FR": "fr",
    "ET": "am",
    "SO": "so",
    "IR": "fa",
}


def marks_in(remark: Remark) -> tuple[Mark, ...]:
    """What is proposed at a place in the United States where nobody is listed."""
    return recognize(remark.text, (), "US")


@pytest.mark.parametrize("kind", FILES)
def test_what_points_at_somebody(kind: Kind) -> None:
    """D1: also that each language has its share, or nothing would be said of it."""
    remarks = read_remarks(FILES[kind])
    assert {one.tag for one in remarks} == set(LANGUAGES)
    found = score(remarks, marks_in)
    assert found.labelled >= 30
    assert set(found.missed) <= KNOWN_MISSES.get(kind, set())
    assert found.wrong == ()


def test_what_was_written_afterwards() -> None:
    """D1: remarks of several kinds, which no pattern was made for when they were written."""
    found = score(read_remarks("unseen"), marks_in)
    assert found.labelled > 80
    assert found.missed == ()


def test_harmless_numbers() -> None:
    """D2"""
    remarks = read_remarks("harmless")
    assert {one.tag for one in remarks} == set(LANGUAGES)
    assert len(remarks) >= 100
    found = score([*remarks, Remark("en", "x", ((0, 1),))], marks_in)
    assert set(found.wrong) <= KNOWN_WRONG


def test_names_without_a_title() -> None:
    """D3"""
    found = score(read_remarks("bare_names"), marks_in)
    assert found.labelled - len(found.missed) >= LEAST_BARE_NAMES
    assert found.wrong == ()


def test_names_in_letters_that_are_all_alike() -> None:
    """D3: also in remarks that were written after the patterns."""
    remarks = read_remarks("bare_names_unlisted")
    assert {one.tag for one in remarks} == set(WITHOUT_LARGE_LETTERS)
    found = score(remarks, marks_in)
    assert found.labelled > 30
    assert (found.missed, found.wrong) == ((), ())


@pytest.mark.parametrize("tag", WITHOUT_LARGE_LETTERS)
def test_words_that_name_nobody(tag: str) -> None:
    """D3"""
    folder = Path("translations") / LANGUAGES[tag].locale / "LC_MESSAGES"
    texts = [BytesIO(file.read_bytes()) for file in folder.glob("*.po")]
    catalogs = [read_po(text) for text in texts]
    said = [str(one.string) for catalog in catalogs for one in catalog if one.string]
    assert sum(map(len, said)) > 20_000
    assert [text[at:end] for text in said for at, end in bare_names_in(text)] == []


@pytest.mark.parametrize("tag", LANGUAGES)
def test_dates_of_a_year(tag: str) -> None:
    """D4"""
    speak_haitian()
    locale = LANGUAGES[tag].locale
    for month in range(1, 13):
        for width in ("long", "full"):
            written = format_date(date(2024, month, 17), width, locale)
            text = f"({written.translate(DIGITS.get(tag, {}))})"
            assert mask(text, recognize(text, (), "US"), LABELS) == "([date])", text


@pytest.mark.parametrize("region", REGIONS)
def test_numbers_of_countries(region: str) -> None:
    """D4: as they are written at home, and from abroad."""
    for kind in (PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE):
        number = phonenumbers.example_number_for_type(region, kind)
        assert number is not None
        for writing in (PhoneNumberFormat.NATIONAL, PhoneNumberFormat.INTERNATIONAL):
            written = phonenumbers.format_number(number, writing)
            text = f"x {written.translate(DIGITS.get(REGIONS[region], {}))} y"
            assert mask(text, recognize(text, (), region), LABELS) == "x [phone] y"


def test_libraries_find_more() -> None:
    """D5"""
    for kind in ("phone", "date"):
        remarks = read_remarks(FILES[kind])
        ours = score(remarks, lambda remark: find_marks(remark.text))
        assert len(ours.missed) > len(score(remarks, marks_in).missed)
    for kind in FILES:
        for remark in read_remarks(FILES[kind]):
            marks = marks_in(remark)
            assert marks == marks_in(remark)
            assert all(one.end <= other.start for one, other in pairwise(marks))


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("ask jose or JOSÉ about it", "ask [name] or [name] about it"),
        ("los niños y la van azul", None),
        ("lên lầu thì gặp lê", "lên lầu thì gặp [name]"),
        ("видели иванову и иванов", "видели [name] и [name]"),
        ("问小明的妈妈", "问[name]的妈妈"),
        ("والسلمى هنا وسلمى هناك", "[name] هنا [name] هناك"),
        ("bramblefoot’s dog", "[name]’s dog"),
        ("어제 민수가 왔어요", "어제 [name]가 왔어요"),
        ("le bruit de la cour", None),
        ("Jose\u0301 knows", "[name] knows"),
        ("我问Delroy了", "我问[name]了"),
        (
            "a man, the Man  with the hat, Tall and tom",
            "a man, [name], [name] and [name]",
        ),
    ],
)
def test_listed_names(text: str, masked: str | None) -> None:
    """D6"""
    names = (
        "José de los Ríos van Dyk",
        "Lê",
        "Иванова",
        "小明",
        "سلمى",
        "민수",
        "Bramblefoot",
        *WORDS,
    )
    assert mask(text, recognize(text, names, "US"), LABELS) == (masked or text)
