"""What the heads of columns mean, and with which words rows of sums begin. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

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
        "adults": "adults|adult|total adults|adults in home|adults in household|number of adults"
        "|no of adults|# adults|# of adults|adults 18+|18+|adultos"
        "|personas adultas|número de adultos|numero de adultos|البالغين|البالغون|عدد البالغين"
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
        *("total", "totals", "grand total", "subtotal", "sub total", "sum", "summe", "gesamt"),
        *("suma", "totales", "total general"),
        *("المجموع", "الإجمالي", "المجموع الكلي"),
        *("合计", "总计", "总数", "小计"),
    }
)
"""Words with which a row of sums begins, in the languages of staff."""

_SHORTENED: Final[Mapping[str, str]] = {
    "addr": "address",
    "lang": "language",
    "no": "number",
    "num": "number",
    "ph": "phone",
    "pref": "preferred",
    "prog": "program",
}
_GROWN: Final = re.compile(r"\b18 ?(?:\+|(?:and|or|&) (?:over|older|up|above))\W*$")
"""As in "# in HH 18+", "Members (18 and over)": a number of adults, however it begins."""

_IN_BRACKETS: Final = re.compile(r"[(（\[][^()（）\[\]]*[)）\]]")
_OR: Final = re.compile(r"[/,&|\n]")


def folded(text: str) -> str:
    """A word as it is compared: case, width, dots and doubled spaces make no difference."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    for sign in "._-:*":
        plain = plain.replace(sign, " ")
    return " ".join(plain.split())


def name_of_head(head: str) -> str:
    """Which field a head names, or "". "Phone (cell)" is a telephone, "Unit / Apt. #" a door."""
    word = folded(head)
    if word in HEADS:
        return HEADS[word]
    bare = folded(_IN_BRACKETS.sub(" ", word))
    named = {HEADS.get(folded(part), "") for part in _OR.split(bare)}
    one = named.pop() if len(named) == 1 else ""
    return HEADS.get(bare, "") or one or _name_written_short(word, bare)


def _name_written_short(word: str, bare: str) -> str:
    """What is left: "E-mail addr.", "Pref. lang", a sign beside the word, "# in HH 18+"."""
    if _GROWN.search(word):
        return "adults"
    plain = "".join(sign if sign.isalnum() else " " for sign in bare)
    return HEADS.get(" ".join(_SHORTENED.get(part, part) for part in plain.split()), "")
