"""What a screen reader is told of a table on paper.

T1  A head says whether it is a row's or a column's.
T2  Every cell names its heads, whatever rows or columns it or they take, on each page of a table.
T3  Each name leads to its head by an index; a page without a table has none.
T4  A table without heads, which only sets things side by side, is not told of; one inside it is.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest

from survey.pdf.rendering import render

TABLE = """<table>
<thead><tr><th colspan="2">Question<th>Share<th>Gap</tr></thead>
<tbody>
<tr><th colspan="4">At home</th></tr><tr><th colspan="4">Asked of all</th></tr>
<tr><th rowspan="2">Safe<th>Old<td>1<td rowspan="2">2</tr>
<tr><th>New<td>3</tr>
<tr><th colspan="4">Together</th></tr>
<tr><th>Kept<th>All<td colspan="2">4</tr>
</tbody>
<tbody style="break-before: page"><tr><th>By<td>5<th>Till<td>6</tr></tbody>
</table>"""

HEADS = {
    "1": ["Safe", "Old", "Share", "At home", "Asked of all"],
    "2": ["Safe", "Old", "New", "Gap", "At home", "Asked of all"],
    "3": ["Safe", "New", "Share", "At home", "Asked of all"],
    "4": ["Kept", "All", "Share", "Gap", "Together"],
    "5": ["By", "Question"],
    "6": ["Till", "Gap"],
}
TOP = ["Question", "Share", "Gap"]
"""Repeated on the second page."""
CELLS = [*TOP, "At home", "Asked of all", "Safe", "Old", "1", "2", "New", "3"]
CELLS += ["Together", "Kept", "All", "4", *TOP, "By", "5", "Till", "6"]
"""As they are tagged."""
OF_COLUMNS = {"Question", "Share", "Gap", "At home", "Asked of all", "Together"}


@pytest.fixture(scope="module")
def tagged() -> Iterator[pikepdf.Pdf]:
    with opened(TABLE) as pdf:
        yield pdf


def opened(body: str) -> pikepdf.Pdf:
    made = render(f'<html lang="en"><title>T</title><body>{body}</body></html>', stylesheets=[])
    return pikepdf.open(io.BytesIO(made))


def cells_of(pdf: pikepdf.Pdf) -> list[tuple[str, Any]]:
    """What each cell says, and its tag."""
    tags = tags_of(pdf.Root.StructTreeRoot.K[0])
    return list(zip(CELLS, (tag for tag in tags if tag.S in {"/TH", "/TD"}), strict=True))


def tags_of(tag: Any) -> Iterator[Any]:
    yield tag
    for child in tag.K:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield from tags_of(child)


def test_t1_heads_say_what_they_belong_to(tagged: pikepdf.Pdf) -> None:
    """T1"""
    for said, tag in cells_of(tagged):
        if tag.S == "/TH":
            assert tag.A.Scope == ("/Column" if said in OF_COLUMNS else "/Row"), said


def test_t2_cells_name_their_heads(tagged: pikepdf.Pdf) -> None:
    """T2"""
    cells = cells_of(tagged)
    names = {bytes(tag.ID): said for said, tag in cells if tag.S == "/TH"}
    found = {
        said: [names[bytes(name)] for name in tag.A.Headers]
        for said, tag in cells
        if tag.S == "/TD"
    }
    assert found == HEADS


def test_t3_an_index_of_heads(tagged: pikepdf.Pdf) -> None:
    """T3"""
    entries = list(tagged.Root.StructTreeRoot.IDTree.Names)
    index = dict(zip(map(bytes, entries[::2]), entries[1::2], strict=True))
    heads = {bytes(tag.ID): tag.objgen for _said, tag in cells_of(tagged) if tag.S == "/TH"}
    assert {name: tag.objgen for name, tag in index.items()} == heads
    assert list(index) == sorted(heads)
    with opened("<p>Nothing to show.</p>") as pdf:
        assert "/IDTree" not in pdf.Root.StructTreeRoot


def test_t4_tables_without_heads() -> None:
    """T4"""
    inner = "<table><tr><th>Code<td>AAAA</table>"
    with opened(f"<table><tr><td>Left<td>{inner}</table>") as pdf:
        kinds = [str(tag.S) for tag in tags_of(pdf.Root.StructTreeRoot.K[0])]
    assert [kind for kind in kinds if kind.startswith("/T")] == [
        "/Table",
        "/TBody",
        "/TR",
        "/TH",
        "/TD",
    ]
    assert kinds[1:5] == ["/Div"] * 4
