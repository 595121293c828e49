"""Names of months and days that each language has for itself, in a process that speaks many.

Babel lets languages share what they inherit, and puts the names there that the first one asked for:
after a page in Chinese, an Arabic one could name April "4月" where a month stands by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from functools import cache
from typing import Final

from babel import localedata

INHERITED: Final = ("months", "days", "quarters", "eras")
"""What the locales' common root says by pointing at something else."""


def keep_names_apart(locales: Iterable[str]) -> None:
    """Give each locale names of its own, for this process; doing it twice changes nothing."""
    for name in locales:
        _keep_apart(name)


@cache
def _keep_apart(locale: str) -> None:
    data = localedata.load(locale)
    data.update({kind: deepcopy(data[kind]) for kind in INHERITED})
