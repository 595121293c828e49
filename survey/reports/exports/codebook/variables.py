"""The parts of a codebook about the file of figures and about each question with its answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from survey.reports.exports.codebook.sayings import Sayings, Texts, level_name, score_name
from survey.reports.exports.codebook.study import ENGLISH
from survey.reports.exports.codebook.writing import Element, add, add_each
from survey.reports.exports.package import MEANINGS
from survey.reports.exports.rows import EXPORT_COLUMNS, NUMBERS
from survey.reports.own_questions import OWN, group_name
from survey.reports.reading import LEVEL_ORDER, ItemResult, Percent, ReleaseDocument

FILE: Final = "F1"
RESPONSES: Final = {"several": "multiple", "ladder": "numeric"}


def describe_file(root: Element, rows: int) -> None:
    """Add fileDscr: the table of figures in the data package."""
    described = add(root, "fileDscr", ID=FILE, URI="figures.csv")
    text = add(described, "fileTxt")
    add(text, "fileName", "figures.csv")
    what = "Every released figure, one a row. Answers of people are in no file."
    add(text, "fileCont", what, ENGLISH)
    add(text, "fileStrc", type="rectangular")
    size = add(text, "dimensns")
    add(size, "caseQnty", str(rows))
    add(size, "varQnty", str(len(EXPORT_COLUMNS)))
    add(text, "fileType", "text/csv", charset="UTF-8")
    add(text, "format", "Comma-separated, with a row of names", ENGLISH)
    missing = "An empty cell: the figure has none of it. What is hidden has no row."
    add(text, "dataMsng", missing, ENGLISH)


def describe_variables(root: Element, document: ReleaseDocument, said: Sayings) -> None:
    """Add dataDscr: groups first, then the file's columns, then the questions as asked."""
    data = add(root, "dataDscr")
    columns = {name: f"C{place}" for place, name in enumerate(EXPORT_COLUMNS, start=1)}
    questions = {item.id: f"Q{place}" for place, item in enumerate(document.items, start=1)}
    everything = " ".join(columns.values())
    group = add(data, "varGrp", ID="GF", type="file", name="figures", var=everything)
    add(group, "labl", "Columns of figures.csv", ENGLISH)
    _level_groups(data, document, said, questions)
    _index_groups(data, document, said, questions)
    for name, number in columns.items():
        _column(data, name, number)
    for place, item in enumerate(document.items, start=1):
        _question(data, document, said, item, place)


def _column(data: Element, name: str, number: str) -> None:
    whole = name in NUMBERS
    kinds = {"intrvl": "contin" if whole else "discrete", "nature": "ratio" if whole else "nominal"}
    variable = add(data, "var", ID=number, name=name, files=FILE, **kinds)
    add(variable, "labl", MEANINGS[name], ENGLISH)
    add(variable, "varFormat", type="numeric" if whole else "character")


def _level_groups(
    data: Element, document: ReleaseDocument, said: Sayings, questions: Mapping[str, str]
) -> None:
    named = [item.level for item in document.items if not item.own]
    for level in (*LEVEL_ORDER, *sorted({*named} - {*LEVEL_ORDER})):
        asked = [item.id for item in document.items if item.level == level and not item.own]
        texts = said.each(partial(level_name, level=level)) if asked else {}
        _group(data, f"GL-{level}", level, "subject", [questions[one] for one in asked], texts)
    own = [questions[item.id] for item in document.items if item.own]
    _group(data, f"GL-{OWN}", OWN, "subject", own, said.each(lambda _wording: group_name()))


def _index_groups(
    data: Element, document: ReleaseDocument, said: Sayings, questions: Mapping[str, str]
) -> None:
    """Which questions make a score: those of the levels, and the indices."""
    for score in (*document.levels, *document.indices):
        asked = [questions[name] for name in score.items if name in questions]
        texts = said.each(partial(score_name, score=score.id))
        _group(data, f"GS-{score.id}", f"score {score.id}", "analysis", asked, texts)


def _group(
    data: Element, number: str, name: str, kind: str, asked: Sequence[str], texts: Texts
) -> None:
    if asked:
        group = add(data, "varGrp", ID=number, type=kind, name=name, var=" ".join(asked))
        add_each(group, "labl", texts)


def _question(
    data: Element, document: ReleaseDocument, said: Sayings, item: ItemResult, place: int
) -> None:
    asked = said.each(lambda wording: wording.question(item.id))
    nature = "ordinal" if item.kind in ("scale", "ladder") else "nominal"
    variable = add(data, "var", ID=f"Q{place}", name=item.id, intrvl="discrete", nature=nature)
    add_each(variable, "labl", asked)
    domain = RESPONSES.get(item.kind, "category")
    question = add(variable, "qstn", responseDomainType=domain)
    add_each(question, "qstnLit", asked)
    if item.after:
        answers = ", ".join(item.after_answers)
        who = f"Asked only of those who answered {item.after} with one of: {answers}."
        add(variable, "universe", who, ENGLISH)
    shares = {share.id: share.percent for share in (*item.points, *item.options)}
    for value in _values(document, item):
        _category(variable, document, said, item, value, shares.get(value))
    for coded in _coding(item):
        add(variable, "codInstr", coded, ENGLISH)
    if not item.own:
        add_each(variable, "concept", said.each(partial(level_name, level=item.level)))
    if item.own:
        add(variable, "notes", "Added by the community; in no score.", ENGLISH)


def _values(document: ReleaseDocument, item: ItemResult) -> list[str]:
    """The answers that were offered, from the wording: low to high, lists in their letters' order.

    In the order of the shares a list could tell of those that are hidden.
    """
    prefix = f"scale.{item.scale}."
    found = {
        key.removeprefix(prefix)
        for texts in document.wording.values()
        for key in texts
        if key.startswith(prefix)
    }
    return sorted(found, key=lambda value: (int(value), "") if value.isdigit() else (0, value))


def _category(
    variable: Element,
    document: ReleaseDocument,
    said: Sayings,
    item: ItemResult,
    value: str,
    share: Percent | None,
) -> None:
    category = add(variable, "catgry")
    add(category, "catValu", value)
    add_each(category, "labl", said.each(lambda wording: wording.answer(item, value)))
    if item.shown and share is not None:
        weighted = "wgtd" if document.method.weighted else "not-wgtd"
        add(category, "catStat", str(share), type="percent", wgtd=weighted)


def _coding(item: ItemResult) -> list[str]:
    said = []
    if item.favorable:
        said.append(f"Counted as high: {', '.join(map(str, item.favorable))}.")
    if item.reverse:
        said.append("Worded in reverse: a higher answer is worse.")
    return said
