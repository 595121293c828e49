"""Korean on paper breaks between its words alone, as `word-break: keep-all` has it on a screen.

The PDF maker does not know that rule, and Unicode's own lets a line end after any syllable. So
where an element's language is Korean, Pango is told not to break inside words with Hangul. The
text itself stays as it is: what is copied or read aloud has no signs between its letters.

A word that is longer than its whole line is broken where its style allows that: the PDF maker then
lays the line out anew and breaks after any letter, and the ban is lifted for it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final

_KOREAN: Final = "ko"
_HANGUL: Final = "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff"
_WORD: Final = re.compile(rf"[^\s\u200b]*[{_HANGUL}][^\s\u200b]*")
_DECLARED: Final = """
    PangoAttribute * pango_attr_allow_breaks_new (gboolean allow_breaks);
    PangoWrapMode pango_layout_get_wrap (PangoLayout *layout);
"""


@lru_cache(maxsize=1)
def keep_words() -> None:
    """Teach the PDF maker of this process; once is enough."""
    from weasyprint.text import line_break  # noqa: PLC0415  WeasyPrint is loaded where it is used
    from weasyprint.text.ffi import ffi  # noqa: PLC0415

    ffi.cdef(_DECLARED)
    line_break.Layout = _keeping(line_break.Layout)
    line_break.get_log_attrs = _without_breaks(line_break.get_log_attrs)


def _keeping(layout_class: Any) -> Any:
    """The class of what one text is laid out in, made to keep words whole."""
    from weasyprint.text.constants import PANGO_WRAP_MODE  # noqa: PLC0415
    from weasyprint.text.ffi import ffi, pango  # noqa: PLC0415

    by_letters: Final = PANGO_WRAP_MODE["WRAP_CHAR"]

    class KeepingLayout(layout_class):  # type: ignore[misc]  # WeasyPrint has no types
        def set_text(self, text: str, justify: bool = False) -> None:
            super().set_text(text, justify)
            if _is_korean(self.style["lang"]):
                self._allow_breaks(False)

        def get_first_line(self) -> Any:
            if (
                _is_korean(self.style["lang"])
                and pango.pango_layout_get_wrap(self.layout) == by_letters
            ):
                self._allow_breaks(True)
            return super().get_first_line()

        def _allow_breaks(self, allowed: bool) -> None:
            """Inside each word; what was said before of the same letters is forgotten."""
            found = pango.pango_layout_get_attributes(self.layout)
            if found == ffi.NULL:
                found = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
            for start, end in _words(self.text):
                attribute = pango.pango_attr_allow_breaks_new(allowed)
                attribute.start_index, attribute.end_index = start, end
                pango.pango_attr_list_change(found, attribute)
            pango.pango_layout_set_attributes(self.layout, found)

    return KeepingLayout


def _without_breaks(get_log_attrs: Any) -> Any:
    """The reader of where a text may break, made to find nothing inside a Korean word."""

    def get_kept_log_attrs(text: str, lang: str | None) -> Any:
        found = get_log_attrs(text, lang)
        if _is_korean(lang):
            for word in _WORD.finditer(text):
                for at in range(word.start() + 1, word.end()):
                    found[at].is_line_break = 0
        return found

    return get_kept_log_attrs


def _is_korean(lang: str | None) -> bool:
    return lang is not None and lang.partition("-")[0].lower() == _KOREAN


def _words(text: str) -> list[tuple[int, int]]:
    """Where words with Hangul start and end, in bytes."""
    return [
        (len(text[: word.start()].encode()), len(text[: word.end()].encode()))
        for word in _WORD.finditer(text)
    ]
