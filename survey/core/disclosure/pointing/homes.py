"""Homes, floors and buildings with their number or letter, in the fifteen languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

Span = tuple[int, int]

_BEFORE: Final = (
    r"apartment|apt|unit|flat|room|rm|suite|floor|building|bldg|block|tower|house|door|entrance|"
    r"apto|apartamento|piso|depto|dpto|departamento|edificio|torre|bloque|casa|puerta|planta|"
    r"appartement|appt|étage|chambre|bâtiment|bât|porte|escalier|"
    r"apatman|etaj|chanm|kay nimewo|bilding|pòt|"
    r"prédio|andar|bloco|quarto|porta|sala|"
    r"căn hộ|căn|phòng|tầng|tòa|toà|lầu|nhà số|"
    r"kuwarto|kwarto|palapag|gusali|bahay|"
    r"guriga|guri|qolka|qol|dabaqa|dabaq|aqalka|albaabka|"
    r"(?:[وبل]?ال|لل|[وب])?(?:شقة|غرفة|طابق|دور|مبنى|عمارة|بناية|منزل|بيت رقم)|"
    r"(?:واحد|طبقه|آپارتمان|اتاق|پلاک|ساختمان|بلوک)(?:[\u0654\u06cc]|\u200cی)?|"
    r"кв|квартир\w{0,3}|комнат\w{0,3}|подъезд\w{0,3}|этаж\w{0,3}|корпус\w{0,3}|дом(?:е|у)?|"
    r"[በየከለ]?(?:ክፍል|ቤት ቁጥር|ፎቅ|ሕንፃ|ህንፃ|ብሎክ)"
)
_NUMBER_WORD: Final = (
    r"(?:no|num|number|núm|número|numero|numéro|n[°º]|nr|nimewo|số|lambar|رقم|شماره|ቁጥር|номер)"
)
_SHORT: Final = r"apt|rm|bldg|apto|dpto|depto|appt|bât|кв|эт|корп"
"""Written with a point behind, which elsewhere ends a sentence."""
_NO_HOME: Final = (
    r"(?!\s(?:times|years|weeks|days|months|hours|people|veces|años|semanas|días|meses|horas|vezes|"
    r"anos|dias|fois|ans|jours|mois|heures|раз|лет|года?|дн|недел|lần|năm|ngày|beses|taon|an\b|jou|jeer|"
    r"sano|مرات|سنوات|أيام|بار|سال|روز|ጊዜ|ዓመት))"
)
"""How often or for how long is said of houses and rooms, too."""
_WITH_WORD: Final = re.compile(
    rf"(?<!\w)(?:(?:(?:{_SHORT})\.?|(?:{_BEFORE}))[\s:#№-]*(?:(?:{_NUMBER_WORD}\.?)?[\s:#№-]*"
    rf"\w*\d\w*(?:-\w{{1,2}}(?!\w))?{_NO_HOME}|(?-i:[A-HJ-Z])(?!['’\w]))"
    r"|[#№]\s?\w*\d\w*|(?-i:No|N)[.°º]\s?\d+(?:-?[A-Z](?!\w))?)",
    re.IGNORECASE,
)
_FLOOR_AFTER: Final = re.compile(
    r"(?<!\w)(?:\d{1,3}(?:st|nd|rd|th)\s(?:floor|story|storey)|\d{1,2}\.?(?:er|do|ro|to|[°ºª])\s?"
    r"(?:piso|planta|andar)|\d{1,2}(?:e|er|ème|ième|è)\s[ée]tage|\d{1,2}(?:yèm|èm|yem)\s?etaj|"
    r"\d{1,3}(?:-\w{1,3})?\s(?:этаж|подъезд|корпус|квартир)\w{0,3}|"
    r"ika-?\d{1,2}(?:ng)?\s(?:na\s)?palapag|\d{1,2}(?:aad)?\sdabaq\w*)",
    re.IGNORECASE,
)
_IN_WORDS: Final = re.compile(
    r"(?<!\w)(?:(?:ground|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|top)\sfloor|"
    r"(?:primer|segundo|tercer|cuarto|quinto|sexto|séptimo|octavo|noveno|décimo|último)\spiso|"
    r"(?:primeiro|segundo|terceiro|quarto|quinto|sexto|sétimo|oitavo|nono|décimo|último)\sandar|"
    r"(?:premier|deuxième|troisième|quatrième|cinquième|sixième|septième|huitième|dernier)\sétage|"
    r"(?:unang|ika\w+)\s(?:na\s)?palapag|tầng\s(?:trệt|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)|"
    r"(?:перв|втор|треть|четверт|четвёрт|пят|шест|седьм|восьм|девят|десят|последн)\w{1,3}\sэтаж\w{0,2}|"
    r"(?:[وبل]?ال)(?:طابق|دور)\sال\w+|طبقه[\u0654\u06cc]?\s(?:هم\w+|\w+م)|dabaqa\s\w+aad)(?!\w)"
    r"|[一二三四五六七八九十]{1,3}[楼樓层層](?:之[一二三四五六七八九])?|(?<![가-힣])[일이삼사오육칠팔구십]{1,2}층",
    re.IGNORECASE,
)
"""Floors by their name."""
_SIGNS: Final = re.compile(
    r"(?:房间|房間|单元|單元|门牌|門牌)\s?\d+"
    r"|\d+\s*(?:号|號)(?:楼|樓|房|院)?(?!线|線)"
    r"|\d+\s*(?:室|楼|樓|单元|單元|栋|棟|幢|层|層|房(?!租))(?:之\d+)?"
    r"|[A-Za-z](?:座|栋|棟)|[A-Z]동(?![가-힣])|\d+\s*(?:호실|호(?!선|텔)|층|동(?!안))|\d{1,2}(?:ኛው?)?\s?ፎቅ"
)
_BARE: Final = re.compile(
    r"(?<![\w$€£.,-])(?:\d{1,4}(?![hkmxgls](?!\w))[A-Za-z]|\d{1,4}\s[A-HJ-NP-Z]|[A-Za-z]-?\d{1,4})"
    r"(?![\w'’])"
)
"""A number with a letter and nothing else, but hours, thousands and measures."""


def homes_in(text: str) -> Iterator[Span]:
    """Where homes stand: with a word for them, or as a number with a letter."""
    for pattern in (_WITH_WORD, _FLOOR_AFTER, _IN_WORDS, _SIGNS, _BARE):
        yield from (found.span() for found in pattern.finditer(text))
