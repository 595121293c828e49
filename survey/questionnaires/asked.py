"""Which wording is reviewed: that of one published version, or everything in the bank."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from survey.communities.models import Organization
from survey.core.errors import SurveyError
from survey.questionnaires.explaining import say_title
from survey.questionnaires.own_questions import organization_bank
from survey.questionnaires.queries import list_organization_versions, read_version
from survey.questionnaires.reviewing import Asked
from survey.web.locales import current_language

BANK = "bank"


@dataclass(frozen=True, slots=True)
class Scope:
    """Texts that can be reviewed as a whole. value: as it stands in an address."""

    value: str
    title: str
    asked: Asked


def list_scopes(organization: Organization) -> list[Scope]:
    """Return the last version of each of an organization's questionnaires, then the whole bank."""
    scopes = [
        Scope(
            str(version.id),
            _(
                "%(title)s, version %(number)s",
                title=say_title(version.questionnaire.title, current_language().tag),
                number=version.number,
            ),
            read_version(version),
        )
        for version in list_organization_versions(organization.id)
    ]
    bank = organization_bank(organization.id)
    return [*scopes, Scope(BANK, _("Everything in the question bank"), bank)]


def choose_scope(scopes: list[Scope], value: str) -> Scope:
    """Return the scope that an address names, else the first.

    Raises SurveyError "no_such_questionnaire" for a version that is not the organization's last.
    """
    if not value:
        return scopes[0]
    for scope in scopes:
        if scope.value == value:
            return scope
    raise SurveyError("missing", "no_such_questionnaire")
