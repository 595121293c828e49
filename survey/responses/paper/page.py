"""The keyer's page: one sheet, as it is typed for the first time, again, or where two differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from flask_babel import gettext as _

from survey.responses.document import Survey
from survey.responses.paper.comparing import list_compared, list_different
from survey.responses.paper.keying_words import explain_wrong, wrong_number
from survey.responses.paper.numbering import Numbered
from survey.responses.paper.stages import Carried
from survey.responses.paper.typing import Typed, numbers_typed

Stage = Literal["first", "again", "differ"]


@dataclass(frozen=True, slots=True)
class Label:
    """What a field goes by in the list of problems."""

    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One field of the page. before: what was typed at first and then, where these differ."""

    id: str
    label: Label
    value: str
    errors: tuple[str, ...] = ()
    question: Numbered | None = None
    wrong_number: str = ""
    before: tuple[str, str] | None = None

    @property
    def numbers(self) -> str:
        """The numbers that can be typed, for the page's script."""
        return " ".join(str(box.number) for box in self.question.boxes) if self.question else ""


@dataclass(slots=True)
class SheetPage:
    """What the template shows; it stands in for a form where a page tells its problems."""

    survey: Survey
    questions: tuple[Numbered, ...]
    sheet: str
    stage: Stage = "first"
    carried: str = ""
    rows: list[Row] = field(default_factory=list)
    code: Row | None = None
    form_errors: list[str] = field(default_factory=list)
    apart: tuple[int, ...] = ()

    @property
    def errors(self) -> bool:
        """Whether something has to be changed."""
        return bool(self.form_errors or any(row.errors for row in self))

    @property
    def empty_first(self) -> str:
        """The id of the field to begin in: the first that is wrong, else the first empty one."""
        rows = list(self)
        wrong = (row.id for row in rows if row.errors)
        empty = (row.id for row in rows if not row.value)
        return next(wrong, next(empty, ""))

    def __iter__(self) -> Iterator[Row]:
        """Every field, in the order of the page."""
        yield from ([self.code] if self.code else [])
        yield from self.rows

    def show_code(self, typed: str, error: str = "") -> None:
        """Set the field of the code."""
        self.code = Row("code", Label(_("Code")), typed, (error,) if error else ())

    def show_rows(self, texts: Mapping[str, str], typed: Typed | None = None) -> None:
        """Set the field of each question asked for at this stage, with what stands in it."""
        asked = self.questions if self.stage == "first" else list_compared(self.questions)
        self.rows = [_row(one, texts.get(one.id, ""), typed) for one in asked]

    def show_different(
        self, carried: Carried, texts: Mapping[str, str], typed: Typed | None = None
    ) -> None:
        """Set the fields of the questions in which two keyings differ."""
        first, second = carried.first, carried.second or {}
        self.rows = [
            _row(
                one,
                texts.get(one.id, ""),
                typed,
                (numbers_typed(one, first.get(one.id)), numbers_typed(one, second.get(one.id))),
            )
            for one in list_different(self.questions, first, second)
        ]

    def tell_wrong(self, wrong: Mapping[str, str]) -> None:
        """Put a sentence at each of these questions."""
        self.rows = [
            replace(row, errors=(wrong[row.question.id],))
            if row.question and row.question.id in wrong
            else row
            for row in self.rows
        ]


def _row(
    question: Numbered,
    text: str,
    typed: Typed | None,
    before: tuple[str, str] | None = None,
) -> Row:
    wrong = typed.wrong.get(question.id) if typed else None
    return Row(
        id=f"q-{question.id}",
        label=Label(_("Question %(number)s", number=question.number)),
        value=text,
        errors=(explain_wrong(wrong, question),) if wrong else (),
        question=question,
        wrong_number="" if question.is_open else wrong_number(question),
        before=before,
    )


def numbers_line(numbers: Sequence[int]) -> str:
    """Question numbers as the page sends them back."""
    return " ".join(str(number) for number in numbers)
