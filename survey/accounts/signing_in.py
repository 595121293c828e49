"""Signing in: an address and a password against what is stored."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from survey.accounts import passwords, throttle
from survey.accounts.models import Person
from survey.accounts.queries import find_person_by_email
from survey.core.errors import SurveyError
from survey.db import transaction
from survey.web.sides import is_for_staff


def authenticate(*, email: str, password: str, secret: str, now: datetime) -> Person:
    """Return the person whom an address and a password belong to.

    Raises SurveyError "too_many_tries" or "sign_in_does_not_fit": alike for an unknown address,
    a wrong password and a disabled person, and after the same work.
    """
    with transaction():
        minutes = throttle.count_try(email=email, secret=secret, now=now)
    if minutes:
        raise SurveyError("refused", "too_many_tries", minutes=minutes)
    person = find_person_by_email(email)
    fits = passwords.verify_password(person.password_hash if person else None, password)
    if person is None or not fits or person.disabled_at is not None:
        raise SurveyError("refused", "sign_in_does_not_fit")
    with transaction():
        throttle.forget_tries(email=email, secret=secret)
    return person


def safe_way_back(path: str | None) -> str | None:
    """Return a path of the staff side as it is; None for anything that could lead elsewhere."""
    if not path or "\\" in path or any(ord(letter) <= 32 for letter in path):
        return None
    parts = urlsplit(path)
    return path if is_for_staff(parts.path) and not parts.scheme and not parts.netloc else None
