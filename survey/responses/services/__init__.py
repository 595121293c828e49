"""The ballot box's acts: send, withdraw, close, open, destroy.

Each belongs inside `transaction()`; what must follow the commit (destroying secrets) follows it
by itself.
"""

from survey.responses.services.closing import (
    Closing,
    close_ballot_box,
    close_overdue_box,
)
from survey.responses.services.destroying import (
    cancel_wave,
    destroy_leftover_secrets,
    destroy_opened_answers,
    destroy_unopened,
    destroy_wave_secrets,
)
from survey.responses.services.opening import Opening, open_ballot_box
from survey.responses.services.redacting import Redaction, decide_comment
from survey.responses.services.sending import Sent, seal_response, withdraw_response

__all__ = [
    "Closing",
    "Opening",
    "Redaction",
    "Sent",
    "cancel_wave",
    "close_ballot_box",
    "close_overdue_box",
    "decide_comment",
    "destroy_leftover_secrets",
    "destroy_opened_answers",
    "destroy_unopened",
    "destroy_wave_secrets",
    "open_ballot_box",
    "seal_response",
    "withdraw_response",
]
