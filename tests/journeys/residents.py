"""Residents who answer: on paper-plain pages in two steps, or as their phones' script sends it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from secrets import token_urlsafe
from typing import Any

from flask import Flask

from survey.core.bank.questionnaire import Questionnaire
from survey.web import locales
from tests.journeys.browser import Browser, Page
from tests.support.pages import text_of

LANGUAGES = tuple(locales.LANGUAGES)
Fields = dict[str, str | Sequence[str]]


def as_fields(answers: Mapping[str, Any]) -> Fields:
    """An answer set as the fields of a form: every value is text."""
    return {
        name: [str(one) for one in answer] if isinstance(answer, list) else str(answer)
        for name, answer in answers.items()
    }


def make_answers(asked: Questionnaire, seed: str, favor: float) -> dict[str, Any]:
    """What somebody answers; `favor`: the chance of the better half of each scale."""
    draw = Random(seed)
    answers: dict[str, Any] = {}
    for item in asked.items:
        scale = asked.scale_of(item)
        if scale.kind == "text":
            answers[item.id] = f"Comment {seed}: a bench by the pond."
            continue
        values: list[Any] = list(scale.values) or [option.value for option in scale.options]
        good = draw.random() < favor
        half = values[: len(values) // 2] if item.reverse else values[len(values) // 2 :]
        chosen = draw.choice(half if good else values)
        answers[item.id] = [chosen] if scale.kind == "multi" else chosen
    for one in asked.demographics:
        answers[one.id] = draw.choice(one.options).value
    return answers


def answer_on_paper_plain_pages(app: Flask, slug: str, tag: str, answers: Fields) -> str:
    """Answer without JavaScript: fill in the one form, look at the answers, send; the receipt."""
    browser = Browser(app, tag)
    checking = browser.press(browser.visit(f"/s/{slug}/{tag}"), ".next", answers)
    assert checking.status == 200
    thanks = browser.press(checking, ".next")
    assert thanks.status == 200
    return text_of(thanks.by_id("receipt"))


def answer_from_a_letter(app: Flask, tag: str, answers: Fields) -> str:
    """Type the code from the letter first; the rest as without JavaScript."""
    browser = Browser(app, tag)
    asking = browser.visit("/c")
    form = browser.press(asking, ".next", {"code": answers["code"]})
    thanks = browser.press(browser.press(form, ".next", answers), ".next")
    return text_of(thanks.by_id("receipt"))


def answer_by_script(app: Flask, slug: str, tag: str, answers: Fields) -> str:
    """Send what the page's script sends; the receipt."""
    reply = app.test_client().post(
        f"/s/{slug}/{tag}",
        data={**answers, "submission_id": token_urlsafe(24)},
        headers={"Accept": "application/json"},
    )
    assert reply.status_code == 200, reply.get_data(as_text=True)
    receipt: str = reply.get_json()["receipt"]
    return receipt


def withdraw(app: Flask, slug: str, tag: str, receipt: str) -> Page:
    """Take the answers back that a receipt belongs to."""
    browser = Browser(app, tag)
    asking = browser.visit(f"/s/{slug}/withdraw?lang={tag}")
    return browser.press(asking, ".next", {"receipt": receipt})
