"""What residents and the public read about an error, in every language of Porchlight."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from survey.core.errors import Kind

KIND_SENTENCES: Final[dict[Kind, LazyString]] = {
    "missing": _l("There is no such page, or you may not see it."),
    "refused": _l("This is not allowed here."),
    "conflict": _l("Things have moved on since this page was opened. Go back and look again."),
    "input": _l("What was sent cannot be used. Go back and try once more."),
}

PUBLIC_SENTENCES: Final[dict[str, LazyString]] = {
    "no_such_promise": _l(
        "No promise has this number. Compare each letter and figure with your paper or page."
    ),
    "no_such_release": _l("There is no such release, or you may not see it."),
    "unknown_code": _l("This code does not belong to this survey. Look at the letter again."),
    "not_sealed": _l("Load this page again, then send your answers once more."),
    "wave_not_open_yet": _l("This survey has not opened yet."),
}
