"""What in a comment points at somebody, and how many comments may be shown.

1. Marks: each kind, in several scripts; plain words have none; overlapping ones become one.
2. Masking keeps everything else as it was.
3. Scripts are told apart, languages are not.
4. Comments are released from fifteen written and k shown on, with three left over.
5. Themes are counted where enough have them and enough have not, or all, in steps of five.
"""

from __future__ import annotations

import pytest

from survey.core.disclosure.comments import (
    Theme,
    count_themes,
    may_be_read,
    may_be_released,
    most_on_show,
)
from survey.core.disclosure.marks import KINDS, Kind, mask, script_of
from survey.core.disclosure.pointing import find_marks

LABELS: dict[Kind, str] = {kind: f"[{kind}]" for kind in KINDS}
NAMES = ("Ngozi Okafor", "Nguyễn Thị Hoa", "王小明", "Al Bo")


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Ask Okafor in 4B, okafor!", "Ask [name] in [home], [name]!"),
        ("问王小明吧", "问[name]吧"),
        ("Mr. Smith Jones and the Smiths", "Mr. [name] and the Smiths"),
        ("la señora Gómez manda", "la señora [name] manda"),
        ("la Señora Gómez manda", "la Señora [name] manda"),
        ("Dra. Gómez Ruiz y dr. nadie", "Dra. [name] y dr. nadie"),
        ("问王先生或李小龙老师，我们的老师很好", "问[name]先生或[name]老师，我们的老师很好"),
        ("陳太太人很好", "[name]太太人很好"),
        ("김민수 씨가 도와요", "[name] 씨가 도와요"),
        ("اسأل السيدة خديجة عن ذلك", "اسأل السيدة [name] عن ذلك"),
        ("از آقای رضایی بپرسید", "از آقای [name] بپرسید"),
        ("አቶ በቀለ ይረዳሉ", "አቶ [name] ይረዳሉ"),
        ("тётя Вера и дядя её", "тётя [name] и дядя её"),
        ("hỏi bà Hoa và anh em", "hỏi bà [name] và anh em"),
        ("si Aling Nena at ate ko", "si Aling [name] at ate ko"),
        ("mande Madan Jozèf", "mande Madan [name]"),
        ("Call (612) 555-0142 or 612–555–0142 x22.", "Call [phone] or [phone]."),
        ("ring +44 20 7946 0958 now", "ring [phone] now"),
        ("٦١٢٥٥٥٠١٤٢ هاتف", "[phone] هاتف"),
        ("write me@example.org, www.example.org", "write [email], [email]"),
        ("apt. 12 smells; unit no 7b", "[home] smells; [home]"),
        ("楼上5号很吵", "楼上[home]很吵"),
        ("شقة 12 هنا", "[home] هنا"),
        ("On 3/14 and in 2024, or 24/7 on 5.3.2024", "On [date] and in [date], or 24/7 on [date]"),
        ("2024年3月5日停电", "[date]停电"),
        ("It took 3 weeks and 2 men; we also all laughed", None),
        ("The laundry is always broken.", None),
        ("ማጠቢያው ተበላሽቷል", None),
    ],
)
def test_marks(text: str, masked: str | None) -> None:
    """1, 2"""
    assert mask(text, find_marks(text, NAMES), LABELS) == (masked or text)


def test_overlapping_marks_become_one() -> None:
    """1: of the kind that begins first, as far as the last one goes."""
    found = find_marks("apt 612-555-0142")
    assert [(one.start, one.end) for one in found] == [(0, 16)]
    assert mask("apt 612-555-0142", found, LABELS) == "[home]"


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("A bench", "LATIN"),
        ("Ghế đá 要", "LATIN"),
        ("要一张长椅 OK", "CJK"),
        ("ベンチ", "CJK"),
        ("벤치", "HANGUL"),
        ("скамейка", "CYRILLIC"),
        ("مقعد", "ARABIC"),
        ("ወንበር", "ETHIOPIC"),
        ("123!", ""),
    ],
)
def test_scripts(text: str, script: str) -> None:
    """3"""
    assert script_of(text) == script


@pytest.mark.parametrize(
    ("written", "shown", "could_have", "allowed"),
    [
        (15, 10, 13, True),
        (14, 10, 60, False),
        (15, 9, 60, False),
        (15, 15, 17, False),
        (15, 15, 18, True),
        (20, 20, 12, False),
        (0, 0, 0, False),
    ],
)
def test_releasing(written: int, shown: int, could_have: int, allowed: bool) -> None:
    """4"""
    assert may_be_read(written) == (written >= 15)
    answer = may_be_released(
        written=written, shown=shown, most=most_on_show(could_have, 200), min_group=10
    )
    assert answer == allowed


@pytest.mark.parametrize(
    ("having", "of", "about"),
    [
        (10, 20, 10),
        (12, 40, 10),
        (13, 40, 15),
        (30, 40, 30),
        (31, 40, 0),
        (9, 40, 0),
        (40, 40, None),
    ],
)
def test_themes(having: int, of: int, about: int | None) -> None:
    """5: none where fewer than ten have one, or fewer than ten have not."""
    tagged = [("noise", "yard")[: 1 if at < having else 0] for at in range(of)]
    expected = () if about == 0 else (Theme("noise", about),)
    assert count_themes(tagged, min_group=10) == expected


def test_themes_by_name() -> None:
    """5: in the order of their names, so that none ranks before another."""
    tagged = [("yard",)] * 20 + [("noise", "noise")] * 10
    assert count_themes(tagged, min_group=10) == (Theme("noise", 10), Theme("yard", 20))
