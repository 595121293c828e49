"""Which column of a file is what: guessed from its head, kept from the last file, chosen by people.

Pure: rows of text in, choices out. Everything that comes from a file (heads, words) is kept sealed
by whoever stores it: a file without a head has names where the heads should be.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from survey.homes.files.limits import Row

FIELDS: Final = (
    "door",
    "building",
    "kind",
    "adults",
    "language",
    "name",
    "address",
    "city",
    "state",
    "postal",
    "email",
    "phone",
)
SEVERAL: Final = frozenset({"name", "address", "email", "phone"})
"""What may stand in more than one column: first and last name, two lines, two telephones."""

ADDRESS: Final = frozenset({"address", "city", "state", "postal"})
_LOOKED_AT: Final = 20

HEADS: Final[Mapping[str, str]] = {
    head: name
    for name, heads in {
        "door": "unit|unit number|unit no|unit #|apt|apt number|apt no|apt #|apartment"
        "|apartment number|door|door number|suite|home|flat|unidad|apartamento|apto|depto"
        "|departamento|puerta|vivienda|número de unidad|الشقة|شقة|رقم الشقة|الوحدة|رقم الوحدة|الباب"
        "|رقم الباب|房号|门牌|门牌号|单元|单元号|房间|房间号|住户",
        "building": "building|bldg|building number|bldg #|block|tower|house|edificio|bloque|torre"
        "|المبنى|مبنى|البناية|العمارة|رقم المبنى|楼|楼号|楼栋|栋|大楼",
        "kind": "kind|kind of home|kind of homes|stratum|program|program type|subsidy|subsidy type"
        "|rent type|unit type|income tier|tier|ami|type|tipo|tipo de vivienda|programa|subsidio"
        "|النوع|نوع المسكن|نوع الوحدة|البرنامج|类型|住房类型|房型|项目",
        "adults": "adults|number of adults|no of adults|# adults|adults 18+|18+|adultos"
        "|número de adultos|numero de adultos|البالغين|البالغون|عدد البالغين"
        "|成人|成年人|成人数|成年人数",
        "language": "language|preferred language|primary language|lang|idioma|lengua"
        "|idioma preferido|اللغة|لغة|اللغة المفضلة|语言|首选语言|语种",
        "name": "name|full name|resident|resident name|residents|tenant|tenant name"
        "|head of household|hoh|household|first name|first|last name|last|surname"
        "|nombre|nombres|apellido|apellidos"
        "|nombre completo|residente|inquilino|الاسم|اسم|الاسم الكامل|اسم الساكن|الساكن"
        "|姓名|名字|住户姓名|居民",
        "address": "address|address 1|address 2|address line 1|address line 2|street"
        "|street address|mailing address|dirección|direccion|calle|domicilio|العنوان|عنوان|الشارع"
        "|地址|街道|通讯地址",
        "city": "city|town|ciudad|localidad|municipio|المدينة|مدينة|城市|市",
        "state": "state|province|estado|provincia|الولاية|المحافظة|州|省",
        "postal": "zip|zip code|zipcode|postal code|postcode|código postal|codigo postal|cp"
        "|الرمز البريدي|邮编|邮政编码",
        "email": "email|e mail|email address|e mail address|email 1|email 2|mail|correo"
        "|correo electrónico|correo electronico|البريد الإلكتروني|البريد الالكتروني|بريد إلكتروني"
        "|电子邮件|电子邮箱|邮箱|邮件",
        "phone": "phone|phone number|phone 1|phone 2|telephone|tel|cell|cell phone|mobile"
        "|mobile phone|home phone|teléfono|telefono|celular|móvil|movil|الهاتف|هاتف|رقم الهاتف"
        "|الجوال|الهاتف المحمول|电话|电话号码|手机|手机号|手机号码|联系电话",
    }.items()
    for head in heads.split("|")
}


SUMS: Final = frozenset(
    {
        *("total", "totals", "grand total", "subtotal", "sub total", "sum"),
        *("suma", "totales", "total general"),
        *("المجموع", "الإجمالي", "المجموع الكلي"),
        *("合计", "总计", "总数", "小计"),
    }
)
"""Words with which a row of sums begins, in the languages of staff."""


@dataclass(frozen=True, slots=True)
class Choices:
    """How a file is to be read.

    header: the index of the row with the heads. columns: for each column a name of FIELDS, or "".
    kinds, languages: what the words in those columns mean, by `folded` word. adults: of a home
    where no column says it. leave_out: e-mail addresses and telephone numbers that cannot be read
    are left out, and do not keep the file from being taken.
    """

    encoding: str = ""
    sheet: int = 0
    header: int = 0
    columns: tuple[str, ...] = ()
    kinds: Mapping[str, str] = field(default_factory=dict)
    languages: Mapping[str, str] = field(default_factory=dict)
    adults: int = 1
    leave_out: bool = False

    def to_json(self) -> dict[str, Any]:
        """For keeping, sealed."""
        return asdict(self)

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Choices:
        """What `to_json` told."""
        return cls(**{**told, "columns": tuple(told["columns"])})

    def find(self, name: str) -> int | None:
        """The first column that is this, or None."""
        return self.columns.index(name) if name in self.columns else None


@dataclass(frozen=True, slots=True)
class Remembered:
    """What was chosen for the last file, by the words of its heads and cells."""

    columns: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    languages: Mapping[str, str] = field(default_factory=dict)
    adults: int = 1


def folded(text: str) -> str:
    """A word as it is compared: case, width, dots and doubled spaces make no difference."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    for sign in "._-:*":
        plain = plain.replace(sign, " ")
    return " ".join(plain.split())


def find_header(rows: Sequence[Row]) -> int:
    """The index of the row with the heads: among the first, the one with most known words.

    Above it often stand a title and a day. Without a known word it is the first with two cells.
    """
    looked = rows[:_LOOKED_AT]
    known = [sum(folded(cell) in HEADS for cell in row) for row in looked]
    if max(known, default=0) > 0:
        return known.index(max(known))
    full = [index for index, row in enumerate(looked) if sum(map(bool, row)) > 1]
    return (full or [index for index, row in enumerate(looked) if any(row)] or [0])[0]


def guess_columns(heads: Row, remembered: Remembered, width: int) -> tuple[str, ...]:
    """What each column is: as it was chosen last, else by its head, else nothing."""
    guessed: list[str] = []
    for head in (*heads, *[""] * (width - len(heads))):
        word = folded(head)
        name = remembered.columns.get(word, HEADS.get(word, ""))
        once_more = name in guessed and name not in SEVERAL
        guessed.append("" if once_more else name)
    return tuple(guessed)


def width_of(rows: Sequence[Row], header: int) -> int:
    """How many columns there are from the heads down."""
    return max((len(row) for row in rows[header:]), default=0)


def list_values(rows: Sequence[Row], header: int, column: int | None) -> dict[str, str]:
    """The different words of a column, by folded word in order: how each is written first."""
    found: dict[str, str] = {}
    if column is not None:
        for row in rows[header + 1 :]:
            if is_home(row):
                cell = row[column] if column < len(row) else ""
                found.setdefault(folded(cell), cell)
    return dict(sorted(found.items()))


def is_home(row: Row) -> bool:
    """Whether a row below the heads tells a home: it is not blank, nor the sum of those above.

    A sum says so in its first filled cell, and has nothing but numbers besides.
    """
    filled = [cell for cell in row if cell]
    if not filled:
        return False
    numbers = not any(sign.isalpha() for cell in filled[1:] for sign in cell)
    return not (numbers and folded(filled[0]) in SUMS)


def count_homes(rows: Sequence[Row], header: int) -> int:
    """How many rows below the heads tell a home."""
    return sum(map(is_home, rows[header + 1 :]))


def remember(heads: Row, choices: Choices) -> Remembered:
    """What to keep of the choices for the next file."""
    named = zip((folded(head) for head in heads), choices.columns, strict=False)
    columns = {head: name for head, name in named if head}
    return Remembered(columns, choices.kinds, choices.languages, choices.adults)
