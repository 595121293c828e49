"""When compared sheets are counted in their wave: in acts that seal nothing."""

from __future__ import annotations

from survey.responses.paper.services import add_agreement
from survey.responses.paper.sitting import Sitting, keep_sitting


def count_waiting(sitting: Sitting) -> None:
    """Count what has been compared, once there is enough of it.

    Never in the act that seals a sheet: what lies beside the counters would be that sheet.
    """
    lot = sitting.take_counts()
    if lot is not None:
        batch, compared, equal = lot
        add_agreement(wave_id=sitting.wave_id, batch=batch, compared=compared, equal=equal)
        keep_sitting(sitting)
