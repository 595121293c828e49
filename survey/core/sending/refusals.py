"""Why a message was not taken, as a code: never with the address that it was for."""

from __future__ import annotations

from typing import Final


class NotSent(Exception):
    """A mail server or gateway did not take a message.

    code: "smtp_550", "http_503", "no_connection" and the like, at most 40 letters. of_message: it
    refused this message or its recipient, others may pass; else nothing gets through at present.
    lasting: trying this message again would meet the same.
    """

    def __init__(self, code: str, *, of_message: bool = False, lasting: bool = False) -> None:
        super().__init__(code)
        self.code: Final = code
        self.of_message: Final = of_message
        self.lasting: Final = lasting
