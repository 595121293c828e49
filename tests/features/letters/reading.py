"""Reading PDF files back: their words, where these stand, and the squares on their pages."""

from __future__ import annotations

import io
import re
import subprocess
from pathlib import Path

import zxingcpp
from PIL import Image
from pypdf import PdfReader

CODE = re.compile(r"(?<![-\w])[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}(?![-\w])")
"""Not the beginning of a promise's number, which is longer and may be of digits alone."""
MM = 72 / 25.4
DOTS = 110
"""An inch: a phone sees more."""


def pages_of(pdf: bytes) -> list[str]:
    """The words of each page."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return [page.extract_text().replace("\u200b", "") for page in pages]


def codes_in(pdf: bytes) -> list[str]:
    """The codes on all pages, in order."""
    return [code for page in pages_of(pdf) for code in CODE.findall(page)]


def place_of(pdf: bytes, words: str) -> tuple[float, float]:
    """How far from the left and the top of the first page a text stands last, in millimetres."""
    page = PdfReader(io.BytesIO(pdf)).pages[0]
    found: list[tuple[float, float]] = []

    def look(text: str, now: list[float], at: list[float], *_font: object) -> None:
        if words in text:
            x = now[0] * at[4] + now[2] * at[5] + now[4]
            y = now[1] * at[4] + now[3] * at[5] + now[5]
            found.append((x / MM, (float(page.mediabox.height) - y) / MM))

    page.extract_text(visitor_text=look)
    assert found, words
    return found[-1]


def rows_at_left(pdf: bytes, folder: Path) -> list[float]:
    """How far from the top something is printed within 12 mm of the left of the first page."""
    (folder / "read.pdf").write_bytes(pdf)
    command = ["pdftoppm", "-r", "254", "-gray", "-png", "-singlefile"]
    subprocess.run([*command, str(folder / "read.pdf"), str(folder / "left")], check=True)
    with Image.open(folder / "left.png") as image:
        edge = image.convert("L").crop((0, 0, 120, image.height))
        rows = [edge.crop((0, y, 120, y + 1)).tobytes() for y in range(image.height)]
        return [y / 10 for y, row in enumerate(rows) if min(row) < 200]


def squares_in(pdf: bytes, folder: Path, turned: int = 0, page: int | None = None) -> list[str]:
    """What a phone reads from the pictures of the pages, or of one of them, sorted."""
    file = folder / "read.pdf"
    file.write_bytes(pdf)
    only = [] if page is None else ["-f", str(page), "-l", str(page)]
    subprocess.run(
        ["pdftoppm", *only, "-r", str(DOTS), "-gray", "-png", str(file), str(folder / "page")],
        check=True,
    )
    read = []
    for picture in sorted(folder.glob("page*.png")):
        with Image.open(picture) as image:
            read += [one.text for one in zxingcpp.read_barcodes(image.rotate(turned))]
        picture.unlink()
    return sorted(read)
