"""Bringing back a custodian's wrapped key from its recovery sheet, when the key store lost it."""

from __future__ import annotations

from datetime import datetime
from secrets import token_bytes

from survey.accounts.models import Person
from survey.accounts.services import record_act
from survey.communities.queries import get_property
from survey.core.errors import SurveyError
from survey.core.sealing.custody import unwrap_key
from survey.core.sealing.hpke import public_key_of
from survey.core.sealing.keyed import BOX_SECRET_BYTES
from survey.core.sealing.recovery import read_recovery_text
from survey.keys.store import KeyStore, WaveSecrets
from survey.waves.models import Wave


def restore_key(
    *,
    wave: Wave,
    sheet: str,
    passphrase: str,
    key_store: KeyStore,
    actor: Person | None,
    now: datetime,
) -> None:
    """Put a closed wave's wrapped key back, once sheet and passphrase are shown to fit it.

    The box secret does not come back: codes and receipts are of no use after closing, and opening
    does without them. Raises SurveyError "wave_not_closed", "no_custodian", "secrets_still_there",
    "sheet_of_another_wave"; RecoveryLinesWrong; WrongPassphrase.
    """
    if wave.custody != "custodian":
        raise SurveyError("refused", "no_custodian")
    if wave.state != "closed":
        raise SurveyError("conflict", "wave_not_closed")
    if key_store.has(wave.id):
        raise SurveyError("conflict", "secrets_still_there")
    wrapped = read_recovery_text(sheet)
    if public_key_of(unwrap_key(wrapped, passphrase)) != wave.public_key:
        raise SurveyError("input", "sheet_of_another_wave")
    record_act(
        actor=actor,
        action="wave.key_restored",
        subject=f"wave:{wave.id}",
        organization_id=get_property(wave.property_id).organization_id,
        now=now,
    )
    secrets = WaveSecrets(token_bytes(BOX_SECRET_BYTES), wrapped_opening_key=wrapped)
    key_store.put(wave.id, secrets)
