"""Names that stand beside a title or are told as one's own, in the fifteen languages.

A word before or after is the only sign of a name that nobody has listed. It finds some, and marks
some words that are no names; a person reads everything all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

Span = tuple[int, int]

TITLES: Final = (
    "Mr|Mrs|Ms|Miss|Mx|Dr|Doctor|Prof|Rev|Reverend|Pastor|Father|Sister|Brother|Uncle|Aunt|Auntie|"
    "Officer|Coach|Nurse|Neighbou?r|"
    "Dra|Doctora|Profa|Profe|Sra?|Srta|Señora?|Señorita|Don|Doña|Ing|Lic|Padre|Hermana|Hermano|"
    "Tía|Tío|Vecina|Vecino|Maestra|Maestro|"
    "Mme|Mlle|Madame|Monsieur|Tante|Tata|Oncle|Voisine?|Docteur|"
    "Seu|Dona|Tia|Tio|Irmã|Irmão|Vizinha|Vizinho|Professora?|Doutora?|"
    "Mesye|Msye|Madan|Manmzèl|Tonton|Matant|Frè|Sè|Pastè|Doktè|Mèt|Grann|"
    "Aling|Mang|Ate|Kuya|Tita|Tito|Ginoong|Gng|Ginang|Lola|Lolo|Nanay|Tatay|Kapitan|"
    "ông|bà|anh|chị|cô|chú|bác|dì|cậu|thím|thầy|"
    "Mudane|Marwo|Abti|Eeddo|Habaryar|Sheekh|Xaaji|Ustaad|Macallin|Walaal|"
    "г-н|г-жа|господин|госпожа|дядя|т[её]тя|т[её]т[еуюи]|баб[аеуы]|дед|соседк[аеуи]|сосед|доктор"
)
"""Titles of names that are written with a large letter."""
_PERSON_MARKS: Final = "si|ni|kay|sina|nina|kina"
"""In Filipino they stand before names of people alone."""
_OWN_NAME: Final = (
    r"my name is|my name['’]s|i am called|me llamo|mi nombre es|je m['’]appelle|mon nom est|"
    r"tên là|tên tôi là|tôi tên(?: là)?|ang pangalan ko(?: po)? ay|"
    r"ako(?: po)? si|mwen rele|m rele|non mwen se|"
    r"meu nome é|me chamo|magacaygu waa|меня зовут"
)
_NAME_WORD: Final = r"[^\W\d_][\w'’-]*"
_FIRST_WORD: Final = rf"(?!(?i:{TITLES})\b){_NAME_WORD}"
_WRITTEN_LARGE: Final = (
    re.compile(
        rf"(?<!\w)(?:(?i:{TITLES})\b\.?|(?:M|Me)\.|(?i:{_PERSON_MARKS}))"
        rf"\s+(?P<name>{_FIRST_WORD})(?:[ \u00a0](?P<second>{_NAME_WORD}))?"
    ),
    re.compile(
        rf"(?<!\w)(?i:{_OWN_NAME})\s+(?P<name>{_NAME_WORD})"
        rf"(?:[ \u00a0](?P<second>{_NAME_WORD}(?:[ \u00a0][^\W\d_a-z][\w'’-]*)?))?"
    ),
)
"""A second word with a large letter belongs to the name; to one's own, a third one as well."""
_PATRONYMIC: Final = re.compile(
    r"(?<!\w)(?P<name>[А-ЯЁ][а-яё]+\s[А-ЯЁ][а-яё]+(?:ович|евич|овн|евн|ичн)[а-яё]{0,2})(?!\w)"
)

_BEFORE: Final = (
    re.compile(
        r"(?<!\w)(?:(?:[وبكف]?ال|[وف]?لل)(?:سيدة|سيد|أستاذة|أستاذ|دكتورة|دكتور|حاجة|حاج|شيخ|مهندس|عم|"
        r"آنسة)|و?(?:أبو|أم|جارتي|جاري|خالتي|عمتي|عمي)|اسمي)\s+(?:(?:أبو|أم)\s+)?(?P<name>\w+)"
    ),
    re.compile(
        r"(?<!\w)(?:آقای|خانم|دکتر|مهندس|استاد|حاجی|عمو|خاله|عمه)\s+(?P<name>\w+(?:\s\w{2,}ی(?!\w))?)"
    ),
    re.compile(r"(?<!\w)(?:اسم من|نام من|اسمم)\s+(?P<name>\w+(?:\s\w{2,}ی(?!\w))?)"),
    re.compile(
        r"(?<!\w)[ለከበየእና]?(?:አቶ|ወይዘሮ|ወ/ሮ|ወይዘሪት|ወ/ሪት|ዶክተር|ዶ/ር|ጋሼ|እትዬ|መምህር|እማማ|አባባ|ስሜ)\s+"
        r"(?P<name>\w+)"
    ),
)
"""Titles in letters that are neither large nor small."""

_SURNAMES: Final = (
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林高罗羅郑鄭梁谢謝宋唐许許韩韓邓鄧冯馮曹彭曾肖蕭"
    "田董潘袁蔡蒋蔣余于杜叶葉程苏蘇魏吕呂丁任沈姚卢盧钟鍾姜崔谭譚陆陸范汪廖石金贾賈夏方邹鄒熊白孟秦邱江"
)
_KOREAN_SURNAMES: Final = "김이박최정강조윤장임한오서신권황안송류홍"
_AFTER: Final = (
    re.compile(
        rf"(?P<name>[{_SURNAMES}][\u4e00-\u9fff]{{0,2}}?)"
        r"(?=先生|女士|太太|小姐|老师|老師|师傅|師傅|叔叔|阿姨|奶奶|爷爷|爺爺|大爷|大爺|大妈|大媽|大姐|"
        r"大哥|姐|哥|婶|嬸|伯伯|医生|醫生|经理|經理|主任|护士|護士)"
    ),
    re.compile(
        rf"(?:(?<![\u4e00-\u9fff])|(?<=[和与與跟]))[老小阿](?P<name>[{_SURNAMES}])"
        r"(?=[和与與跟同帮幫说說也在是，,。 ]|$)"
    ),
    re.compile(rf"(?:我叫|名字[叫是])(?P<name>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})"),
    re.compile(
        r"(?<!\w)(?P<name>[가-힣]{2,4}?)"
        r"(?=\s?(?:씨|선생님|아저씨|아주머니)(?:[^가-힣]|[은는이가을를도와께의]))"
    ),
    re.compile(rf"(?<!\w)(?P<name>[{_KOREAN_SURNAMES}])(?=\s(?:선생님|사장님|소장님|반장님|씨))"),
    re.compile(
        r"이름은\s?(?P<name>[가-힣]{2,4}?)(?=(?:이에요|예요|입니다|이라고|라고|이야|야)|\W|$)"
    ),
    re.compile(
        r"(?<!\w)(?!(?:از|به|با|که|این|آن|و|یک|هر|برای|خود|چند|همین|دو|سه)(?!\w))"
        r"(?P<name>\w+)(?=\s(?:خانم|آقا)(?!\w))"
    ),
)
"""Titles that follow the name. The family names are the commonest, in both ways of writing."""


def titled_names(text: str) -> Iterator[Span]:
    """Where words stand that have a title, without it: text[start:end].

    Example: in "Mr. Smith and the Smiths" only the first, at 4 to 9.
    """
    for pattern in _WRITTEN_LARGE:
        for found in pattern.finditer(text):
            if found["name"][0].isupper():
                second = found["second"]
                end = found.end() if not second or second[0].isupper() else found.end("name")
                yield found.start("name"), end
    for other in (_PATRONYMIC, *_BEFORE, *_AFTER):
        yield from (found.span("name") for found in other.finditer(text))
