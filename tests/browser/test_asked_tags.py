"""The languages that pictures are asked in: an unknown one is told at once, not after a wait."""

from __future__ import annotations

from argparse import ArgumentTypeError

import pytest

from survey.web.locales import LANGUAGES
from tests.browser.screens import read_tags


def test_known_tags() -> None:
    assert read_tags("zh-Hans,ar") == ["zh-Hans", "ar"]
    assert read_tags(",".join(LANGUAGES)) == list(LANGUAGES)


@pytest.mark.parametrize("text", ["zh_Hans", "en,zh_Hans", "", "en,"])
def test_an_unknown_tag_is_refused_with_those_there_are(text: str) -> None:
    with pytest.raises(ArgumentTypeError, match="there are: en, es, zh-Hans"):
        read_tags(text)
