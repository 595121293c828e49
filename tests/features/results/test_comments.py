"""Comments, from the redactor to everybody.

O1  They are offered to the redactor after the release, and only if enough wrote something.
O2  The page proposes a masking with its reasons, of the property's own words as well.
O3  A decision is kept once: not twice, and not over one that the page had not seen.
O4  A danger names the contact of the promise, holds the comment and records that alone.
O5  Comments are released when all are read and enough are shown: once, and never changed.
O6  Everybody reads them below their question, as plain text of no claimed language.
O7  Who manages or administers is refused the role; who was given a password chooses one first.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from werkzeug.test import TestResponse

from survey.accounts.models import AuditEvent, Membership, MembershipProperty, Role
from survey.accounts.services import change_membership, set_password
from survey.core.errors import SurveyError
from survey.db import db, transaction
from survey.responses.services import Redaction
from survey.results import comments
from survey.results.aggregation import list_written
from survey.results.models import CommentsRelease
from tests.factories.accounts import PASSWORD, sign_in
from tests.factories.answer_sets import COMMENT_ITEM
from tests.factories.comments import opened_wave, place_of, plain_comments, released_wave
from tests.factories.everybody import Everybody, make_everybody
from tests.factories.waves import Fieldwork
from tests.support.frozen_clock import FrozenClock
from tests.support.pages import heading_of, words_of

NEUTRAL = "Not shown, so that nobody’s answer can be worked out."
TELLING = "Ask Mrs. Okafor in 4B, call 612-555-0142 before 3/14. Bramblefoot knows. <b>"


@pytest.fixture
def people(app: Flask) -> Everybody:
    """Return the named people; forms need no token."""
    app.config["WTF_CSRF_ENABLED"] = False
    return make_everybody()


@pytest.fixture
def faye(client: FlaskClient, people: Everybody) -> FlaskClient:
    """Return a browser in which the redactor of Maple Court is signed in."""
    return sign_in(client, people.faye)


def address(work: Fieldwork, position: int | str = "") -> str:
    """The address of a question's comments, or of one of them."""
    return f"/staff/comments/{work.wave_id}/{COMMENT_ITEM}" + (f"/{position}" if position else "")


def seen_in(page: TestResponse) -> str:
    """What a page's form stands for."""
    found = re.search(r'name="seen"[^>]*value="([0-9a-f]+)"', page.get_data(as_text=True))
    assert found is not None
    return found[1]


def decide(
    client: FlaskClient, work: Fieldwork, position: int, decision: str, **fields: str
) -> TestResponse:
    """Open the page of a comment, and decide as somebody does who has just looked."""
    seen = seen_in(client.get(address(work, position)))
    data = {"seen": seen, "decision": decision, "shown_text": "", "themes": "", **fields}
    return client.post(address(work, position), data=data)


def decide_all(work: Fieldwork, choose: Callable[[int, str], Redaction]) -> None:
    """Decide about every comment, by its place and text, past the pages."""
    with transaction():
        for position, one in enumerate(list_written(work.wave, COMMENT_ITEM), 1):
            comments.decide(
                wave=work.wave,
                item_id=COMMENT_ITEM,
                position=position,
                redaction=choose(position, one.text),
                seen=one.redaction.fingerprint,
            )


def test_after_the_release(faye: FlaskClient, people: Everybody, frozen_clock: FrozenClock) -> None:
    """O1: nothing before, not even that there is something."""
    work = opened_wave(people.maple, frozen_clock(), plain_comments(18), 12)
    assert faye.get(address(work)).status_code == 404
    assert faye.get(address(work, 1)).status_code == 404
    assert "No comments yet." in words_of(faye.get("/staff/comments"))


def test_too_few_wrote(faye: FlaskClient, people: Everybody, frozen_clock: FrozenClock) -> None:
    """O1: fourteen, and not a word of how many."""
    work = released_wave(people.maple, frozen_clock(), plain_comments(14), 6)
    page = words_of(faye.get(address(work)))
    assert NEUTRAL in page
    assert re.search(r"\b1[0-9]\b|Heronwort", page) is None
    assert faye.get(address(work, 1)).status_code == 404
    assert faye.post(address(work, 1), data={"decision": "show"}).status_code == 404
    faye.post(address(work, "release"))
    assert db.session.scalars(select(CommentsRelease)).all() == []


def test_reading(faye: FlaskClient, people: Everybody, frozen_clock: FrozenClock) -> None:
    """O1, O2, O3, O4"""
    texts = [*plain_comments(18), TELLING, "要一张长椅"]
    work = released_wave(people.maple, frozen_clock(), texts, 12)
    assert "20 comments to read" in words_of(faye.get("/staff/comments"))
    telling, rare = place_of(work, TELLING), place_of(work, "要一张长椅")
    masked(faye, work, telling)
    assert "Proposed: hold it back." in words_of(faye.get(address(work, rare)))
    decided_once(faye, work, telling)
    in_danger(faye, work, rare)


def masked(faye: FlaskClient, work: Fieldwork, position: int) -> None:
    """O2: the text as written with its marks, then what is proposed; soon with a word of theirs."""
    page = faye.get(address(work, position)).get_data(as_text=True)
    proposed = "Ask Mrs. [name] in [home], call [phone] before [date]. {} knows. &lt;b&gt;"
    assert proposed.format("Bramblefoot") in page
    assert "Ask Mrs. <mark>Okafor</mark> in <mark>4B</mark>, call" in page
    assert "<b>" not in page.split("<blockquote")[1]
    for reason in ("a name", "a telephone number", "a home", "a date"):
        assert f"There may be {reason}" in page
    faye.post("/staff/comments/words/maple-court", data={"words": "  Bramblefoot \n\nTall Tom"})
    assert proposed.format("[name]") in faye.get(address(work, position)).get_data(as_text=True)


def decided_once(faye: FlaskClient, work: Fieldwork, position: int) -> None:
    """O3: pressed twice, by an old page, and with nothing left."""
    old = seen_in(faye.get(address(work, position)))
    shown = {"decision": "show", "shown_text": "A bench.", "themes": "Noise, noise"}
    empty = faye.post(address(work, position), data={**shown, "seen": old, "shown_text": " "})
    assert empty.status_code == 400
    for _ in range(2):
        reply = faye.post(address(work, position), data={**shown, "seen": old})
        assert reply.status_code == 303
    late = faye.post(
        address(work, position), data={"seen": old, "decision": "hold", "shown_text": "Other."}
    )
    assert late.status_code == 400
    assert "Something else was decided about this comment meanwhile." in words_of(late)
    assert "Other." in late.get_data(as_text=True)
    kept = list_written(work.wave, COMMENT_ITEM)[position - 1].redaction
    assert (kept.decision, kept.shown_text) == ("show", "A bench.")
    assert decide(faye, work, position, "erase").status_code == 400
    assert faye.get(address(work, 21)).status_code == 404


def in_danger(faye: FlaskClient, work: Fieldwork, position: int) -> None:
    """O4"""
    reply = decide(faye, work, position, "danger", shown_text="anything")
    assert reply.headers["Location"].endswith(address(work, position))
    page = words_of(faye.get(address(work, position)))
    assert "Call this number now: 911" in page
    kept = list_written(work.wave, COMMENT_ITEM)[position - 1].redaction
    assert (kept.decision, kept.shown_text) == ("danger", None)
    decide(faye, work, position, "danger")
    acts = db.session.scalars(select(AuditEvent.action))
    assert [name for name in acts if name.startswith("comment")] == []


def test_releasing(
    app: Flask, faye: FlaskClient, people: Everybody, frozen_clock: FrozenClock
) -> None:
    """O5, O6"""
    texts = [*plain_comments(24), TELLING]
    work = released_wave(people.maple, frozen_clock(), texts, 12)
    before = app.test_client().get("/r/maple-court/en")
    assert NEUTRAL in words_of(before)
    assert "Read every comment first" in words_of(
        faye.post(address(work, "release"), follow_redirects=True)
    )

    def choose(position: int, text: str) -> Redaction:
        if text == TELLING:
            return Redaction("show", "Fix it.", ("Benches",))
        if position % 8 == 0:
            return Redaction("hold")
        return Redaction("show", text.replace("bench", "chair"), ("benches",))

    decide_all(work, choose)
    last = place_of(work, TELLING)
    decide(faye, work, last, "show", shown_text="Fix <b>it</b> & \u202ewell.", themes="BENCHES")
    assert "All are read." in words_of(faye.get(address(work)))
    frozen_clock.forward(days=2)
    sign_in(faye, people.faye)
    for _ in range(2):
        faye.post(address(work, "release"))
    release = db.session.scalars(select(CommentsRelease)).one()
    assert "Heronwort" in release.body
    assert "Okafor" not in release.body
    again = {"seen": "", "decision": "hold"}
    assert faye.post(address(work, 1), data=again).status_code == 404
    many = 22 + (place_of(work, TELLING) % 8 == 0)
    shown = app.test_client().get("/r/maple-court/en")
    assert shown.headers["ETag"] != before.headers["ETag"]
    html = shown.get_data(as_text=True)
    assert (
        '<li class="remark" dir="auto" lang="">Fix &lt;b&gt;it&lt;/b&gt; &amp; well.</li>' in html
    )
    assert html.count('class="remark"') == many
    assert '<dt><bdi lang="">benches</bdi></dt><dd>all comments</dd>' in html.replace("B", "b")
    assert "bench." not in html
    staff = sign_in(app.test_client(), people.bob)
    number = work_release(work)
    assert staff.get(f"/staff/releases/{number}").get_data(as_text=True).count('"remark"') == many
    for change in ("UPDATE comments_release SET body = '{}'", "DELETE FROM comments_release"):
        with pytest.raises(IntegrityError), transaction():
            db.session.execute(text(change))


def work_release(work: Fieldwork) -> int:
    """The number of a wave's release of figures."""
    found = db.session.scalar(
        text("SELECT id FROM release WHERE wave_id = :wave_id"), {"wave_id": work.wave_id}
    )
    assert isinstance(found, int)
    return found


def test_too_few_to_show(
    app: Flask, faye: FlaskClient, people: Everybody, frozen_clock: FrozenClock
) -> None:
    """O5: nine to show of sixteen, all read: nothing, and nobody is told why."""
    work = released_wave(people.maple, frozen_clock(), plain_comments(16), 12)
    decide_all(
        work,
        lambda position, text: Redaction("show", text) if position < 10 else Redaction("hold"),
    )
    assert NEUTRAL in words_of(faye.get(address(work)))
    assert NEUTRAL in words_of(faye.post(address(work, "release"), follow_redirects=True))
    assert db.session.scalars(select(CommentsRelease)).all() == []
    assert "Heronwort" not in app.test_client().get("/r/maple-court").get_data(as_text=True)


def test_almost_everybody_wrote(
    faye: FlaskClient, people: Everybody, frozen_clock: FrozenClock
) -> None:
    """O5: of seventeen who answered, fifteen on show would leave two who can be pressed."""
    work = released_wave(people.maple, frozen_clock(), plain_comments(15), 2)
    decide_all(work, lambda _position, text: Redaction("show", text))
    faye.post(address(work, "release"))
    assert db.session.scalars(select(CommentsRelease)).all() == []


@pytest.mark.parametrize("apart", [Role.REDACTOR, Role.KEYER])
@pytest.mark.parametrize("role", [Role.MANAGER, Role.ADMINISTRATOR])
def test_the_role_is_refused(
    people: Everybody, frozen_clock: FrozenClock, role: Role, apart: Role
) -> None:
    """O7: at granting it; what comes on paper is read by nobody who lets homes either."""
    with transaction():
        person = db.session.merge(people.charlie)
        there = MembershipProperty(property_id=people.maple.id)
        person.memberships.append(
            Membership(organization_id=people.hearth.id, role=role, properties=[there])
        )
    evaluator = select(Membership).where(Membership.role == Role.EVALUATOR)
    with pytest.raises(SurveyError, match=f"{apart}_manages"), transaction():
        change_membership(
            membership=db.session.scalars(evaluator).one(),
            role=apart,
            property_ids=[people.maple.id],
            actor=db.session.merge(people.alice),
            now=frozen_clock(),
        )
    assert db.session.scalars(evaluator).one().properties == []


def test_refused_again_at_access(
    faye: FlaskClient, people: Everybody, frozen_clock: FrozenClock
) -> None:
    """O7: a membership that came about in some other way opens nothing."""
    work = released_wave(people.maple, frozen_clock(), plain_comments(16), 12)
    assert faye.get(address(work, 1)).status_code == 200
    with transaction():
        person = db.session.merge(people.faye)
        there = MembershipProperty(property_id=people.maple.id)
        person.memberships.append(
            Membership(organization_id=people.hearth.id, role=Role.MANAGER, properties=[there])
        )
    assert faye.get(address(work, 1)).status_code == 404
    assert faye.get("/staff/comments/words/maple-court").status_code == 404


def test_a_password_of_ones_own(
    app: Flask, client: FlaskClient, people: Everybody, frozen_clock: FrozenClock
) -> None:
    """O7: nobody reads by a password that an administrator was shown, or renews it."""
    work = released_wave(people.maple, frozen_clock(), plain_comments(16), 12)
    with transaction():
        faye = db.session.merge(people.faye)
        set_password(person=faye, password=PASSWORD, actor=None, now=frozen_clock())
    sign_in(client, people.faye)
    assert client.get(address(work, 1)).headers["Location"] == "/staff/account"
    assert client.post(address(work, 1), data={"decision": "show"}).status_code == 303
    client.post(
        "/staff/account",
        data={
            "password-current": PASSWORD,
            "password-new": "a lamp of my own",
            "password-again": "a lamp of my own",
        },
    )
    assert heading_of(client.get(address(work, 1))) == "Comment 1 of 16"
    alice = sign_in(app.test_client(), people.alice)
    membership = db.session.merge(people.faye).memberships[0].id
    assert alice.post(f"/staff/people/{membership}/password").status_code == 403
