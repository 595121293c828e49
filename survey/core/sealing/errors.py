"""What can go wrong with a sealed thing."""

from __future__ import annotations

from survey.core.errors import SurveyError


class SealingError(SurveyError):
    """Something could not be sealed, or did not open with this key in this place."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__("input", code, **params)


class WrongPassphrase(SealingError):
    """The passphrase does not open the wrapped key (or the wrapped key was altered)."""

    def __init__(self) -> None:
        super().__init__("wrong_passphrase")


class RecoveryLinesWrong(SealingError):
    """Lines of a recovery sheet are missing or hold a typing error.

    `lines` counts from 1; params carry them as text for a sentence.
    """

    def __init__(self, lines: tuple[int, ...]) -> None:
        super().__init__("recovery_lines", lines=", ".join(map(str, lines)))
        self.lines = lines
