"""Printed letters read back: whose each is, its language, their order, what a phone sees there."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

from survey.letters.addresses import code_address
from survey.letters.rendering import ON_A_PAGE
from survey.letters.sheets import MOST_CODES
from survey.waves.letters import list_codes
from survey.waves.models import Wave
from tests.features.letters.reading import pages_of, squares_in

SAMPLE: Final = 40
DOOR: Final = re.compile(r"Door \d+-\d+?(?=\d من|\D|$)")
"""On an Arabic hanger "2 of 2" follows, and the two are read as one word."""
CODE: Final = re.compile("[2-9A-Z]{4}(?:-[2-9A-Z]{4}){2}")
"""Nothing need be between two: beside one another in Arabic they are read as one word."""

SPOKEN: Final[Mapping[str, re.Pattern[str]]] = {
    "en": re.compile("One code is for one adult"),
    "es": re.compile("Un código es para un adulto"),
    "ar": re.compile("[\u0600-\u06ff]"),
    "zh-Hans": re.compile("[\u4e00-\u9fff]"),
    "am": re.compile("[\u1200-\u137f]"),
}
"""What stands above a sheet's codes in one language and in none of the others."""

Printed = tuple[str, str, tuple[str, ...]]
"""The door that a sheet is for, the language above its codes, and these."""


def check_sheets(
    file: bytes, wave: Wave, shape: str, spoken_at: Callable[[str], str], seed: int, folder: Path
) -> int:
    """Make sure that a ZIP file has each sheet once, in order; how many pages it has.

    Doors are "Door 3-12": 12 of building 3. spoken_at: the language of a door. What is right is
    worked out here, not by what prints.
    """
    files = list(_files_in(file))
    pages = [page for pdf in files for page in pages_of(pdf)]
    read = [one for page in pages for one in _sheets_on(page)]
    right = _sheets_by_door(wave, shape, spoken_at)
    assert read == right
    assert set(Counter(code for _door, _tag, codes in read for code in codes).values()) == {1}
    assert {door for door, _tag, _codes in read} == {one.label for one in list_codes(wave)}
    assert len(pages) == -(-len(right) // ON_A_PAGE[shape])
    _check_squares(files, pages, seed, folder)
    return len(pages)


def _files_in(file: bytes) -> Iterator[bytes]:
    with zipfile.ZipFile(io.BytesIO(file)) as packed:
        assert packed.testzip() is None
        for name in packed.namelist():
            yield packed.read(name)


def _sheets_by_door(wave: Wave, shape: str, spoken_at: Callable[[str], str]) -> list[Printed]:
    """What must be printed: by building, then by home."""
    most = MOST_CODES[shape]
    sheets: list[Printed] = []
    for label, letters in groupby(list_codes(wave), key=lambda one: one.label or ""):
        codes, tag = tuple(one.code for one in letters), spoken_at(label)
        sheets += [
            (label, tag, codes[start : start + most]) for start in range(0, len(codes), most)
        ]
    return sorted(sheets, key=lambda one: [int(part) for part in one[0][5:].split("-")])


def _sheets_on(page: str) -> list[Printed]:
    """Its sheets: a door and its codes. A letter names its door again at the end, in the window."""
    found: list[tuple[str, str, list[str]]] = []
    words = " ".join(page.split())
    named_until = 0
    for match in re.finditer(f"{DOOR.pattern}|{CODE.pattern}", words):
        if not CODE.fullmatch(match.group()):
            found.append((match.group(), "", []))
            named_until = match.end()
        elif found[-1][2]:
            found[-1][2].append(match.group())
        else:
            tag = _spoken_in(words[named_until : match.start()])
            found[-1] = (found[-1][0], tag, [match.group()])
    printed = [(door, tag, tuple(codes)) for door, tag, codes in found if codes]
    assert {door for door, _tag, _codes in found} == {door for door, _tag, _codes in printed}
    return printed


def _spoken_in(words: str) -> str:
    """The one language of what stands between a sheet's door and its first code."""
    (tag,) = (tag for tag, sign in SPOKEN.items() if sign.search(words))
    return tag


def _check_squares(files: Sequence[bytes], pages: Sequence[str], seed: int, folder: Path) -> None:
    """On pages chosen by chance a phone reads each code that is printed, and nothing else."""
    each = len(pages_of(files[0]))
    for number in random.Random(seed).sample(range(len(pages)), SAMPLE):
        read = squares_in(files[number // each], folder, page=number % each + 1)
        assert read == sorted(f"{code_address()}#{code}" for code in CODE.findall(pages[number]))
