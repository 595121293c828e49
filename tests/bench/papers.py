"""Printed letters read back: whose each is, in which order, and what a phone sees on them."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Iterator, Sequence
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
DOOR: Final = re.compile(r"Door \d+-\d+")
CODE: Final = re.compile("[2-9A-Z]{4}(?:-[2-9A-Z]{4}){2}")
"""Nothing need be between two: beside one another in Arabic they are read as one word."""

Printed = tuple[str, tuple[str, ...]]
"""The door that a sheet is for, and the codes on it."""


def check_sheets(file: bytes, wave: Wave, shape: str, seed: int, folder: Path) -> int:
    """Make sure that a ZIP file has each sheet once, in order; how many pages it has.

    Doors are "Door 3-12": 12 of building 3. What is right is worked out here, not by what prints.
    """
    files = list(_files_in(file))
    pages = [page for pdf in files for page in pages_of(pdf)]
    right = _sheets_by_door(wave, shape)
    assert [one for page in pages for one in _sheets_on(page)] == right
    assert len(pages) == -(-len(right) // ON_A_PAGE[shape])
    _check_squares(files, pages, seed, folder)
    return len(pages)


def _files_in(file: bytes) -> Iterator[bytes]:
    with zipfile.ZipFile(io.BytesIO(file)) as packed:
        assert packed.testzip() is None
        for name in packed.namelist():
            yield packed.read(name)


def _sheets_by_door(wave: Wave, shape: str) -> list[Printed]:
    """What must be printed: by building, then by home."""
    most = MOST_CODES[shape]
    sheets = []
    for label, letters in groupby(list_codes(wave), key=lambda one: one.label or ""):
        codes = tuple(one.code for one in letters)
        sheets += [(label, codes[start : start + most]) for start in range(0, len(codes), most)]
    return sorted(sheets, key=lambda one: [int(part) for part in one[0][5:].split("-")])


def _sheets_on(page: str) -> list[Printed]:
    """Its sheets: a door and its codes. A letter names its door again at the end, in the window."""
    found: list[tuple[str, list[str]]] = []
    for match in re.finditer(f"{DOOR.pattern}|{CODE.pattern}", page):
        words = match.group()
        if CODE.fullmatch(words):
            found[-1][1].append(words)
        else:
            found.append((words, []))
    printed = [(door, tuple(codes)) for door, codes in found if codes]
    assert {door for door, _codes in found} == {door for door, _codes in printed}
    return printed


def _check_squares(files: Sequence[bytes], pages: Sequence[str], seed: int, folder: Path) -> None:
    """On pages chosen by chance a phone reads each code that is printed, and nothing else."""
    each = len(pages_of(files[0]))
    for number in random.Random(seed).sample(range(len(pages)), SAMPLE):
        read = squares_in(files[number // each], folder, page=number % each + 1)
        assert read == sorted(f"{code_address()}#{code}" for code in CODE.findall(pages[number]))
