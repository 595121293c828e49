"""Names that stand beside a title, in the fifteen languages that residents write in.

A title before or after a word is the only sign of a name that nobody has listed. It finds some, and
marks some words that are no names; a person reads everything all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_WRITTEN_LARGE: Final = re.compile(
    r"\b(?i:Mr|Mrs|Ms|Miss|Dra?|Profa?|Sra?|Srta|Señora?|Don|Doña|Ing|Lic|Mme|Mlle|Madame|Monsieur|"
    r"Seu|Dona|Mesye|Msye|Madan|Manmzèl|Tonton|Aling|Mang|Ate|Kuya|Tita|Tito|Ginoong|Gng|ông|bà|anh|"
    r"chị|cô|chú|bác|Mudane|Marwo|г-н|г-жа|господин|госпожа|дядя|т[её]тя)\b\.?"
    r"\s+(?P<name>\w[\w'’-]*(?:[ \u00a0](?P<second>\w[\w'’-]*))?)"
)
"""Titles whose name is written with a large letter; a second word so written belongs to it."""

_BEFORE: Final = re.compile(
    r"(?<!\w)(?:السيدة|السيد|الأستاذة|الأستاذ|الدكتورة|الدكتور|الحاجة|الحاج|أبو|أم|"
    r"آقای|خانم|دکتر|አቶ|ወይዘሮ|ወ/ሮ|ወይዘሪት|ዶክተር|ዶ/ር)\s+(?P<name>\w+)"
)
"""Titles in letters that are neither large nor small."""

_SURNAMES: Final = (
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林高罗羅郑鄭梁谢謝宋唐许許韩韓邓鄧冯馮曹彭曾肖蕭"
    "田董潘袁蔡蒋蔣余于杜叶葉程苏蘇魏吕呂丁任沈姚卢盧钟鍾姜崔谭譚陆陸范汪廖石金贾賈夏方邹鄒熊白孟秦邱江"
)
_AFTER: Final = (
    re.compile(
        rf"(?P<name>[{_SURNAMES}][\u4e00-\u9fff]{{0,2}}?)"
        r"(?=先生|女士|太太|小姐|老师|老師|师傅|師傅|叔叔|阿姨|奶奶|爷爷|爺爺)"
    ),
    re.compile(
        r"(?<!\w)(?P<name>[가-힣]{2,4}?)(?=\s?(?:씨|선생님|아저씨|아주머니)(?:[^가-힣]|[은는이가을를도와께의]))"
    ),
)
"""Titles that follow the name. The family names are the commonest, in both ways of writing."""


def titled_names(text: str) -> Iterator[tuple[int, int]]:
    """Where words stand that have a title, without it: text[start:end].

    Example: in "Mr. Smith and the Smiths" only the first, at 4 to 9.
    """
    for found in _WRITTEN_LARGE.finditer(text):
        if found["name"][0].isupper():
            second = found["second"]
            end = found.end() if not second or second[0].isupper() else found.start("second") - 1
            yield found.start("name"), end
    for pattern in (_BEFORE, *_AFTER):
        yield from (found.span("name") for found in pattern.finditer(text))
