"""Names of months and days as residents write them, in the fifteen languages and four calendars.

Those of the Gregorian calendar come from CLDR; what it lacks, or spells otherwise than people do,
stands here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from babel import Locale

from survey.web import haitian
from survey.web.locales import LANGUAGES

_FURTHER_LOCALES: Final = ("ar_SY", "ar_MA", "es_MX", "pt_PT")
"""The Levant and the Maghreb have names of their own."""
_OTHER_MONTHS: Final = (
    *("فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور"),
    *("مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"),
    *("محرم", "صفر", "ربيع الأول", "ربيع الآخر", "ربيع الثاني", "جمادى الأولى", "جمادى الآخرة"),
    *("رجب", "شعبان", "رمضان", "شوال", "ذو القعدة", "ذو الحجة", "Ramadan", "Ramadán", "Ramadaan"),
    *("መስከረም", "ጥቅምት", "ኅዳር", "ህዳር", "ታኅሣሥ", "ታህሳስ", "ጥር", "የካቲት", "መጋቢት", "ሚያዝያ"),
    *("ግንቦት", "ሰኔ", "ሐምሌ", "ሀምሌ", "ነሐሴ", "ነሃሴ", "ጳጉሜ", "ጳጉሜን"),
    *("Maajo", "Juunyo", "Luuliyo", "Nofembar", "Desembar", "Pebrero", "Sept", "setiembre"),
)
_OTHER_DAYS: Final = (
    *("الإثنين", "الأربعا", "terça", "segunda", "quarta", "quinta", "sexta"),
    *("понедельника", "вторника", "среду", "среды", "четверга", "пятницу", "субботу"),
    *("礼拜一", "礼拜二", "礼拜三", "礼拜四", "礼拜五", "礼拜六", "礼拜天", "周一", "周二", "周三"),
    *("周四", "周五", "周六", "周日", "週一", "週二", "週三", "週四", "週五", "週六", "週日"),
    *("እሁድ", "ሀሙስ", "አርብ"),
)
_ALSO_WORDS: Final = frozenset(
    (
        *("out", "set", "ago", "mas", "me", "dis", "dez", "des", "ter"),
        *("dom", "sex", "sat", "sun", "mon"),
    )
)
"""Short names that are words of another language: "5 out of 10" is no day in August."""
CREOLE_MONTHS: Final = ("mas", "me", "out")
"""Those of them that Creole has no other name for."""
_SHORTEST: Final = 3
_LETTERS: Final = re.compile(r"[^\W\d_]{2}")


@cache
def months() -> tuple[str, ...]:
    """Every name of a month, longest first; none that is a number with a sign."""
    names = [*haitian.MONTHS, *_OTHER_MONTHS]
    for locale in _locales():
        for kind in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                names += locale.months[kind][width].values()
    return _usable(names)


@cache
def days() -> tuple[str, ...]:
    """Every name of a day of the week, longest first."""
    names = [*haitian.DAYS, *_OTHER_DAYS]
    for locale in _locales():
        names += locale.days["format"]["wide"].values()
        names += locale.days["format"]["abbreviated"].values() if locale.language == "en" else ()
    return _usable(names)


def _locales() -> Iterator[Locale]:
    """Creole has names of its own here, whatever the process has told the library."""
    own = (one.locale for one in LANGUAGES.values() if one.tag != "ht")
    for name in (*own, *_FURTHER_LOCALES):
        yield Locale.parse(name)


def _usable(names: Iterable[str]) -> tuple[str, ...]:
    plain = {name.rstrip(".").casefold() for name in names}
    kept = {
        name
        for name in plain - _ALSO_WORDS
        if _LETTERS.search(name) and not any(sign.isdigit() for sign in name)
    }
    kept = {name for name in kept if len(name) >= _SHORTEST or not name.isascii()}
    return tuple(sorted(kept, key=lambda name: (-len(name), name)))
