"""Pages that show the list of homes, and files of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from forms.homes import ActForm
from survey import clock
from survey.accounts.access import Right, signed_in
from survey.accounts.queries import names_of
from survey.communities.models import Property
from survey.communities.queries import list_properties_for
from survey.db import transaction
from survey.homes import exports, queries
from survey.homes.models import Home, HomeList
from survey.homes.queries import count_list, find_list, iterate_opened, iterate_reached
from survey.homes.rows import door_key
from survey.homes.services.ending import destroy_contacts
from survey.homes.views.blueprint import bp, enter, send_file
from survey.homes.words import name_known, name_language

PAGE_SIZE: Final = 50
CSV: Final = "text/csv; charset=utf-8"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Filters:
    """What of the list is shown, as the address says it; "" for all."""

    door: str
    kind: str
    language: str
    reach: str

    @classmethod
    def from_request(cls) -> Filters:
        """The filters of this request."""
        return cls(
            request.args.get("door", "").strip()[:80],
            request.args.get("kind", ""),
            request.args.get("language", ""),
            request.args.get("reach", ""),
        )

    def find(self, place: Property, homes: Iterable[Home]) -> list[Home]:
        """The homes that are shown. Contacts are opened only where they are asked about."""
        found = [home for home in homes if self._keeps(home)]
        if not self.reach:
            return found
        with_mail = self.reach == "mail"
        return [
            one.home for one in iterate_opened(place, found) if bool(one.contact.email) is with_mail
        ]

    def _keeps(self, home: Home) -> bool:
        return (
            door_key(self.door) in door_key(home.label)
            and self.kind in ("", home.stratum or "none")
            and self.language in ("", home.language or "none")
        )

    def to_query(self) -> dict[str, str]:
        """The filters that are set, for links to other pages."""
        named = {
            "door": self.door,
            "kind": self.kind,
            "language": self.language,
            "reach": self.reach,
        }
        return {name: value for name, value in named.items() if value}


@bp.get("/staff/homes")
def list_places() -> str:
    """The properties whose lists one may see; the only one at once."""
    places = list_properties_for(signed_in(), Right.SEND)
    if len(places) == 1:
        return list_homes(places[0].slug)
    return render_template(
        "homes/list_places.html", places=[(place, count_list(place)) for place in places]
    )


@bp.get("/staff/properties/<slug>/homes")
def list_homes(slug: str) -> str:
    """The homes of a property, 50 a page, without how they are reached."""
    _person, place = enter(slug)
    held, filters = find_list(place), Filters.from_request()
    homes = queries.list_homes(place)
    found = sorted(filters.find(place, homes), key=lambda home: _as_counted(home.label))
    pages = max(-(-len(found) // PAGE_SIZE), 1)
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    return render_template(
        "homes/list_homes.html",
        place=place,
        held=held,
        all_homes=homes,
        found=len(found),
        homes=list(iterate_opened(place, found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE])),
        page=page,
        pages=pages,
        filters=filters,
        kinds={one.key: one.label for one in place.strata},
        known=name_known,
        spoken=_spoken(homes),
        totals=count_list(place),
        reader=_reader(held),
        form=ActForm(formdata=None, version=str(held.version if held else 0)),
    )


@bp.get("/staff/properties/<slug>/homes/template.csv")
def template_csv(slug: str) -> Response:
    """A file to begin with."""
    _person, place = enter(slug)
    data = exports.make_template([one.label for one in place.strata])
    return send_file(data, name="homes.csv", mimetype=CSV)


@bp.get("/staff/properties/<slug>/homes/list.csv")
def list_csv(slug: str) -> Response:
    """The list with its contacts as a text file."""
    _person, place = enter(slug)
    data = exports.make_csv(exports.HEADS, _export(place))
    return send_file(data, name=f"homes-{place.slug}.csv", mimetype=CSV)


@bp.get("/staff/properties/<slug>/homes/list.xlsx")
def list_xlsx(slug: str) -> Response:
    """The list with its contacts as a workbook."""
    _person, place = enter(slug)
    data = exports.make_xlsx(exports.HEADS, _export(place))
    return send_file(data, name=f"homes-{place.slug}.xlsx", mimetype=XLSX)


@bp.post("/staff/properties/<slug>/homes/end-contacts")
def end_contacts(slug: str) -> Response:
    """Destroy all contacts of a property now."""
    person, place = enter(slug)
    with transaction():
        did = destroy_contacts(place=place, actor=person, now=clock.now())
    if did:
        flash(_("All contacts are destroyed. The homes are still on the list."))
    return redirect(url_for("homes.list_homes", slug=slug))


def _export(place: Property) -> list[exports.Cells]:
    homes = sorted(iterate_reached(place), key=lambda one: _as_counted(one.home.label))
    return exports.rows_of(place, homes)


def _as_counted(label: str) -> list[tuple[int, str]]:
    """Doors in the order in which people count them: 9 before 10."""
    parts: list[tuple[int, str]] = []
    word = ""
    for sign in [*door_key(label), ""]:
        if word and (not sign or sign.isdecimal() != word[-1].isdecimal()):
            parts.append((int(word), "") if word.isdecimal() else (-1, word))
            word = ""
        word += sign
    return parts


def _spoken(homes: Sequence[Home]) -> list[tuple[str, str]]:
    """The languages that there are on a list, with their names."""
    tags = sorted({home.language or "" for home in homes})
    return [(tag or "none", name_language(tag or None)) for tag in tags]


def _reader(held: HomeList | None) -> str:
    """The name of whoever read the last file in."""
    if held is None or held.imported_by is None:
        return ""
    return names_of([held.imported_by]).get(held.imported_by, "")
