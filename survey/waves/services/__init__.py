"""What can be done with a wave before its box is closed: launch, give codes, tighten, extend."""

from survey.waves.services.extending import extend_fieldwork
from survey.waves.services.launching import Launched, find_recovery_sheet, launch_wave
from survey.waves.services.listing import record_codes_listed
from survey.waves.services.moving_in import give_codes
from survey.waves.services.restoring import restore_key
from survey.waves.services.tightening import tighten_promise

__all__ = [
    "Launched",
    "extend_fieldwork",
    "find_recovery_sheet",
    "give_codes",
    "launch_wave",
    "record_codes_listed",
    "restore_key",
    "tighten_promise",
]
