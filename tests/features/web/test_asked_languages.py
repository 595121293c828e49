"""Which language a browser's wishes come to: regions and scripts fall to what there is."""

from __future__ import annotations

import pytest
from werkzeug.datastructures import LanguageAccept

from survey.web.locales import LANGUAGES, best_language


@pytest.mark.parametrize(
    ("wishes", "tag"),
    [
        (["zh-TW", "zh", "en"], "zh-Hant"),
        (["zh-HK"], "zh-Hant"),
        (["zh-Hant-TW"], "zh-Hant"),
        (["zh-CN", "en"], "zh-Hans"),
        (["zh"], "zh-Hans"),
        (["tl-PH", "en"], "fil"),
        (["fil-PH"], "fil"),
        (["pt-PT", "en"], "pt-BR"),
        (["ko-KR"], "ko"),
        (["tlh", "ht"], "ht"),
        (["prs-AF"], "fa"),
        (["so-SO", "en"], "so"),
        (["tlh"], "en"),
    ],
)
def test_wishes(wishes: list[str], tag: str) -> None:
    """The first wish that any language answers decides; English where none does."""
    accept = LanguageAccept([(wish, 1 - place / 10) for place, wish in enumerate(wishes)])
    assert best_language(accept, tuple(LANGUAGES)).tag == tag


def test_only_what_is_offered() -> None:
    """A wave in Simplified Chinese is not shown in Traditional."""
    accept = LanguageAccept([("zh-TW", 1.0), ("zh", 0.9), ("en", 0.8)])
    assert best_language(accept, ("en", "zh-Hans")).tag == "zh-Hans"
