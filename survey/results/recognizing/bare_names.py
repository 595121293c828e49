"""Names without a title in Chinese, Korean, Arabic, Persian, Amharic, which have no large letters.

By family names and the syllables that follow them, or by given names that are seldom anything else.
Not every name is found, nor is everything found a name: a person reads and decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from survey.results.recognizing import name_words as words

Span = tuple[int, int]

_HAN: Final = r"\u4e00-\u9fff"
_NEIGHBORS: Final = "邻居|鄰居|室友|保安|房东|房東|楼长|樓長|同屋|名叫|叫做|是叫"
_THANKS: Final = "谢谢|謝謝|感谢|感謝|多亏|多虧"
_AFTER_A_NAME: Final = "[的是在和跟与與帮幫说說每总總也就很常都经經，。、！]|$"
_AFTER_A_FAMILY: Final = "家的?(?:孩子|小孩|儿子|兒子|女儿|女兒)|师母|師母|大夫|同学|同學"
_RELATIVES: Final = (
    "엄마|아빠|할머니|할아버지|어머니|아버지|어머님|아버님|이모|삼촌|형님|누나|언니|오빠"
)
_ELDERS: Final = "여사|할머니|할아버지|어르신|아줌마|집사|권사"
_TO: Final = (
    "이가|이는|이를|이랑|이네|이도|가|이|은|는|을|를|와|과|랑|도|의|네|님|씨|에게|한테|께|께서|"
    "하고|만|라는|이라는|이요|예요|이에요|입니다"
)
"""What is joined to a Korean name."""
_ARABIC_STARTS: Final = r"(?<![\w\u064b-\u0652])"
"""Signs of vowels and doubled letters stand within a word, but are no letters."""
_ARABIC_JOINED: Final = "[وفبلك]{0,2}"
_ARABIC_SERVED: Final = "له|رحمن|رحيم|عزيز|كريم|قادر|حميد|سلام|ملك|ناصر|لطيف|غني"
_AMHARIC_JOINED: Final = "(?:እነ|ለእነ|የእነ|ስለ|እንደ|ወደ|እስከ|[ለከበየ])?"
_AMHARIC_END: Final = "(?:ንና|ንም|ና|ን|ም|ስ|ዋ)?"


def bare_names_in(text: str) -> Iterator[Span]:
    """Where words stand that are made like names. Example: "어제 이영희가 왔어요" at 3 to 6."""
    if text.isascii():
        return
    for pattern in _patterns():
        yield from (found.span("name") for found in pattern.finditer(text))


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(one) for one in (*_chinese(), *_korean(), *_others()))


def _chinese() -> Iterator[str]:
    """A family name and two signs of given names; one sign only beside words for people."""
    given = f"[{words.CHINESE_GIVEN}]"
    family = f"(?:{words.CHINESE_FAMILY_OF_TWO}|[{words.CHINESE_FAMILY}])"
    yield rf"(?!{words.CHINESE_NO_NAMES})(?P<name>{family}{given}{{2}})"
    yield rf"(?P<name>(?:{words.CHINESE_FAMILY_OF_TWO})[{_HAN}]{{1,2}}?)(?={_AFTER_A_NAME})"
    yield rf"(?:{_NEIGHBORS})(?P<name>{family}[{_HAN}]{{1,2}}?)(?={_AFTER_A_NAME})"
    yield rf"(?:{_THANKS})(?P<name>{family}{given})(?!\w)"
    yield rf"(?P<name>{family}{given})(?=[和跟与與、]{family}{given})"
    yield rf"{family}{given}[和跟与與、](?P<name>{family}{given})"
    yield rf"(?P<name>[{words.CHINESE_FAMILY}])(?={_AFTER_A_FAMILY})"


def _korean() -> Iterator[str]:
    """A family name and two syllables; a given name beside a relative's word; "Kim-ssi"."""
    family, given = words.KOREAN_FAMILY, words.KOREAN_GIVEN
    last = rf"(?:[{given}][{words.KOREAN_LAST}]|[{words.KOREAN_ELDER}]자)"
    yield rf"(?<!\w)(?!{words.KOREAN_NO_NAMES})(?P<name>[{family}]{last})(?=(?:{_TO})?(?!\w))"
    beside = rf"\s?(?:이\s)?(?:네\s)?(?:{_RELATIVES})(?:{_TO})?(?!\w)"
    yield rf"(?<!\w)(?P<name>[{family}]?{last})(?={beside})"
    yield rf"(?<!\w)(?P<name>[{family}])(?=씨(?:네|{_TO})?(?!\w))"
    yield rf"(?<!\w)(?P<name>[김박최윤임권황송류홍])(?=\s(?:{_ELDERS}))"


def _others() -> Iterator[str]:
    """Given names as whole words with what is joined to them, and how family names are made."""
    yield rf"{_ARABIC_STARTS}{_ARABIC_JOINED}(?P<name>(?:{words.ARABIC})(?:\sال\w{{3,}}ي)?)(?!\w)"
    yield rf"{_ARABIC_STARTS}{_ARABIC_JOINED}(?P<name>عبد\s?ال(?:{_ARABIC_SERVED}))(?!\w)"
    yield rf"{_ARABIC_STARTS}(?P<name>آل\s\w{{3,}})(?!\w)"
    second = rf"(?:[ \u200c](?!(?:{words.PERSIAN_NO_SECOND})(?!\w))\w{{2,}}ی(?!\w))?"
    yield rf"(?<!\w)(?P<name>(?:{words.PERSIAN}){second})(?!\w)"
    yield r"(?<!\w)(?P<name>\w{2,}\u200c?(?:زاده|نژاد|پور)(?:ی)?)(?!\w)"
    yield rf"(?<!\w){_AMHARIC_JOINED}(?P<name>(?:{words.AMHARIC})){_AMHARIC_END}(?!\w)"
    yield rf"(?<!\w){_AMHARIC_JOINED}(?P<name>(?:{words.AMHARIC_BEGIN})\s?\w{{2,}})(?!\w)"
    yield r"(?<!\w)[ለከበየ]?እነ\s(?P<name>\w{2,})(?!\w)"
