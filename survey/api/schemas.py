"""The shapes of what is answered, as JSON Schema: components of the OpenAPI document."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, Final

from survey.api.problems import PROBLEMS
from survey.reports.exports.rows import EXPORT_COLUMNS, NUMBERS

Schema = dict[str, Any]

DOCUMENT: Final = "ReleaseDocument"
_REFUSED: Final = ("too_few_places", "one_place", "too_few_respondents", None)
_VERDICTS: Final = ("clear_rise", "clear_fall", "no_clear_change", "too_few_to_tell")
_MEANINGS: Final[Mapping[str, str]] = {
    "part": "level, index, band, point, option, participation, gap, change or trend",
    "id": "of the level, index or question; for participation of the breakdown",
    "group": "breakdown:group for figures of a group; of a clear gap the higher one",
    "value": "band, answer or verdict; for participation fewer, about or more; for a gap the "
    "lower group",
    "open_end": "under or over: the figure is the edge of an open end; least or most: of a "
    "last score, this or more, this or less",
    "figure": "a score (0 to 100), a percent, or a change or gap in points",
    "low": "lower end of the 95 % range",
    "high": "upper end of the 95 % range",
    "certain_low": "the figure if everyone who did not answer had answered lowest",
    "certain_high": "the figure if everyone who did not answer had answered highest",
    "smallest": "the smallest change, in points, that would have been called clear",
    "waves": "of a trend: over so many waves",
}


def text(about: str = "", **more: Any) -> Schema:
    """A string."""
    return _described({"type": "string", **more}, about)


def whole(about: str = "", **more: Any) -> Schema:
    """A whole number."""
    return _described({"type": "integer", **more}, about)


def day(about: str = "") -> Schema:
    """A day."""
    return text(about, format="date")


def link(about: str = "") -> Schema:
    """An absolute address."""
    return text(about, format="uri")


def perhaps(schema: Schema, about: str = "") -> Schema:
    """The same, or null."""
    kind = schema.pop("type")
    return _described({"type": [kind, "null"], **schema}, about)


def a_list(of: Schema, about: str = "") -> Schema:
    """A list."""
    return _described({"type": "array", "items": of}, about)


def named(name: str) -> Schema:
    """Another component."""
    return {"$ref": f"#/components/schemas/{name}"}


def an_object(**fields: Schema) -> Schema:
    """An object with exactly these members, none of them missing."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(fields),
        "properties": fields,
    }


def _described(schema: Schema, about: str) -> Schema:
    return {**schema, "description": about} if about else schema


def _page(of: str, cursor: Schema) -> Schema:
    return an_object(
        items=a_list(named(of)),
        next_cursor=perhaps(cursor, "Give it as `cursor` for what follows; null on the last page."),
        next=perhaps(link(), "The address of the next page, as in the header Link."),
    )


def _links(**about: Schema) -> Schema:
    return an_object(**about)


def _release() -> Schema:
    sha256 = text("SHA-256 of the document.", pattern="^[0-9a-f]{64}$")
    return an_object(
        id=whole("Its number, which never changes."),
        number=whole("Which release of its wave this is; a correction has the next one."),
        superseded={"type": "boolean", "description": "Whether a correction has replaced it."},
        released_on=day("The day on which it was made (UTC)."),
        sha256=sha256,
        schema=whole("Version of the document's schema."),
        software=text("The version of Porchlight that made it."),
        status=text("too_few: too few people answered, so there is no figure.")
        | {"enum": ["released", "too_few"]},
        withheld={"type": "boolean", "description": "Whether anything at all is hidden."},
        property=an_object(
            slug=text(), name=text(), organization=text(), adults=whole(), homes=whole()
        )
        | {"description": "The property as it was when people were asked."},
        wave=an_object(
            kind=text("move_in: only adults who moved in between the two days were asked.")
            | {"enum": ["everybody", "move_in"]},
            number=whole(),
            title=text(),
            opens_on=day(),
            closes_on=day(),
            closed_on=perhaps(day(), "Where it was closed before that day, the day it was."),
            next_by=perhaps(day(), "The day by which the next one is promised."),
            keying=perhaps(
                an_object(
                    compared=whole("At least so many answers were typed twice and compared."),
                    agreed=whole("At least so many percent of them agreed."),
                ),
                "How well paper was typed in; null where that is not told.",
            ),
        ),
        promise=an_object(
            hash=text(),
            short=text(),
            min_group=whole("The smallest group that is shown."),
            languages=a_list(text()),
        )
        | {"description": "What was promised to residents: see /promise/<short>."},
        before={
            "anyOf": [an_object(number=whole(), sha256=text()), {"type": "null"}],
            "description": "The release that it was compared with.",
        },
        response=_response(),
        method=_method(),
        links=_links(
            self=link(), document=link(), figures=link(), figures_csv=link(), comments=link()
        ),
    )


def _response() -> Schema:
    share = an_object(cut=text(), group=text(), share=text(enum=["fewer", "about", "more"]))
    return an_object(
        respondents=perhaps(whole(), "Exact, or null from 90 % response on."),
        rate=perhaps(text(), "In steps of five points."),
        participation=a_list(share, "Who answered less or more than their share."),
    )


def _method() -> Schema:
    return an_object(
        rules=text("Version of the rules of disclosure control."),
        finite_population={"type": "boolean"},
        base=text("answered, or band: margins from the lower edge of a band of response."),
        weighting=an_object(
            used={"type": "boolean"},
            reason=text(),
            by=a_list(text()),
            design_effect={"type": ["number", "null"]},
        ),
        kept={
            "type": ["number", "null"],
            "description": "The part of the breakdowns' figures that is shown.",
        },
        reference=perhaps(text(), "The number of the check."),
    )


def _property() -> Schema:
    return an_object(
        slug=text(),
        name=text(),
        organization=text(),
        timezone=text(),
        adults=whole("Adults who live there, as known now."),
        homes=whole("Homes, as known now."),
        features=a_list(text(), "What there is on the site, as codes."),
        links=_links(
            self=link(),
            releases=link(),
            newest_release=perhaps(link(), "null where nothing has been released yet."),
        ),
    )


def _figure() -> Schema:
    return an_object(
        **{name: _column(name) for name in EXPORT_COLUMNS if name != "own"},
        own={
            "type": "boolean",
            "description": "Whether it is of a question that the community added itself.",
        },
        state=text("hidden and not_asked have no figure.", enum=["shown", "hidden", "not_asked"]),
    )


def _column(name: str) -> Schema:
    about = _MEANINGS.get(name, "The same in words, in the language that was asked for.")
    if name in ("part", "id"):
        return text(about)
    return perhaps(whole() if name in NUMBERS else text(), about)


def _comments() -> Schema:
    theme = an_object(
        name=text(),
        about=perhaps(whole(), "About so many comments, in steps of five; null for all of them."),
    )
    return an_object(
        item=text("The question's id."),
        own={
            "type": "boolean",
            "description": "Whether the community added the question itself.",
        },
        made_on=day(),
        sha256=text("SHA-256 of the comments' document."),
        comments=a_list(text(), "As far as they are shown, in no order."),
        themes=a_list(theme),
        links=_links(document=link()),
    )


def _pool() -> Schema:
    return an_object(
        id=text("Of the level or question."),
        label=text(),
        reason=perhaps(text(), "Why there is none.") | {"enum": [*_REFUSED]},
        figure=perhaps(whole(), "A score (0 to 100), or the percent of high answers."),
        low=perhaps(whole(), "Lower end of the range."),
        high=perhaps(whole(), "Upper end of the range."),
        places=perhaps(whole(), "From so many properties."),
        adults=perhaps(whole(), "Who live there, as their releases print them."),
        change=perhaps(
            an_object(
                difference=whole("In points."),
                low=whole("Lower end of the range."),
                high=whole("Upper end of the range."),
                verdict=text("The same words as for one property.") | {"enum": [*_VERDICTS]},
                places=whole("From so many properties, in both rounds."),
                adults=whole("Who live there now."),
            ),
            "Between the two rounds, of a level; null for a question, or where there is none.",
        ),
        change_reason=perhaps(text(), "Why a level has no change.") | {"enum": [*_REFUSED]},
    )


def _rounds() -> Schema:
    return perhaps(
        an_object(
            closed_from=day("The first day on which a survey of the last round closed."),
            closed_to=day("The last such day."),
            since_from=day("The first day on which a survey of the round before closed."),
            since_to=day("The last such day."),
        ),
        "The surveys whose changes are told together; null where no two rounds can be compared.",
    )


@cache
def release_document_2() -> Schema:
    """The schema of release documents (survey/results/schemas), with its own parts inside."""
    file = resources.files("survey.results") / "schemas" / "release-2.json"
    schema: Schema = _moved(json.loads(file.read_text(encoding="utf-8")))
    del schema["$schema"]
    return schema


def _moved(node: Any) -> Any:
    """The same with its references, which begin at its own root, led to where it stands now."""
    if isinstance(node, dict):
        return {
            key: f"#/components/schemas/{DOCUMENT}2{value[1:]}" if key == "$ref" else _moved(value)
            for key, value in node.items()
        }
    return [_moved(one) for one in node] if isinstance(node, list) else node


def _document() -> Schema:
    first = {
        "type": "object",
        "required": ["schema", "wave", "property"],
        "properties": {"schema": {"const": 1}},
        "description": "Made before 0.1.0 was complete.",
    }
    return {"oneOf": [named(f"{DOCUMENT}2"), first], "description": "A release, whole."}


def _problem() -> Schema:
    told = an_object(
        type=link("Where the code is explained."),
        title=text("What happened."),
        status=whole(),
        detail=text("What to do."),
        code=text("Stable: programs compare this.") | {"enum": sorted(PROBLEMS)},
    )
    more = {
        "parameter": text("The parameter that cannot be used."),
        "scope": text("The scope that the key lacks."),
        "offered": a_list(text(), "The media types that there are."),
    }
    return told | {"properties": told["properties"] | more}


@cache
def components() -> Mapping[str, Schema]:
    """Every named shape."""
    return {
        "Index": an_object(
            name=text(),
            version=text("Of Porchlight."),
            links=_links(**dict.fromkeys(_INDEX_LINKS, link())),
        ),
        "OpenApi": {"type": "object", "required": ["openapi", "info", "paths"]},
        "Property": _property(),
        "PropertyPage": _page("Property", text()),
        "Release": _release(),
        "ReleasePage": _page("Release", text()),
        f"{DOCUMENT}2": release_document_2(),
        DOCUMENT: _document(),
        "Figure": _figure(),
        "Figures": an_object(
            release=whole(), sha256=text(), language=text(), figures=a_list(named("Figure"))
        ),
        "FiguresCsv": text("The columns of Figure, with a head."),
        "Comments": _comments(),
        "CommentsList": an_object(items=a_list(named("Comments"))),
        "CommentsDocument": {
            "type": "object",
            "required": ["schema", "wave", "promise", "item", "made_on", "comments", "themes"],
            "description": "A release of comments, whole.",
        },
        "Pool": _pool(),
        "Portfolio": an_object(
            places=whole("Properties that the key reads."),
            released=whole("Those of them with a release."),
            rounds=_rounds(),
            levels=a_list(named("Pool")),
            questions=a_list(named("Pool"), "Only those that enough places asked."),
        ),
        "Problem": _problem(),
    }


_INDEX_LINKS: Final[Sequence[str]] = (
    "openapi",
    "documentation",
    "properties",
    "releases",
    "portfolio",
)
