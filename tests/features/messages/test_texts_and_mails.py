"""What messages say, and in which form they leave.

W1  An e-mail is plain words and the same words as HTML, which loads nothing; it names language and
    direction, and has a line in each other language of its wave, which names that language as one
    does in the middle of a sentence.
W2  It comes from the runner's name, answers go to the runner where they have an e-mail address.
W3  A text message has no word that tells a stranger what kind of homes these are, in any language;
    a name that tells it is left out.
W4  What a mailing was said to cost at most is what it costs.
W5  A gateway is spoken to as the settings say, JSON or form; number and text stay text in it.
W6  A gateway's refusals are told apart: of this message for good, or of all for now.
W7  A mailing that reached nobody can be sent again; one that reached somebody cannot.
W8  A mail server that does not offer what is set up is told apart, and gets no password.
W9  Settings that cannot be used are refused with a sentence that names them.
W10 Sentences stand in a row as their language sets them, whatever language the sender reads:
    Chinese has no space after a full stop.
"""

from __future__ import annotations

import re
from contextlib import nullcontext
from dataclasses import replace
from decimal import Decimal
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import parse_qs

import html5lib
import pytest
from flask import Flask
from flask_babel import force_locale

from survey.channels import TextSettings
from survey.communities.queries import get_property
from survey.core.errors import SurveyError
from survey.core.sending.refusals import NotSent
from survey.core.sending.segments import measure_text
from survey.jobs.working import work_until_idle
from survey.mail.server import MailServer
from survey.messages.emails import compose_letter, write_letter
from survey.messages.queries import list_homes_reached
from survey.messages.reach import count_reach, price_texts
from survey.messages.services import KIND
from survey.messages.telling import EXAMPLE_CODE, name_tells, tell
from survey.messages.texts import write_text
from survey.settings import SettingsError, from_env
from survey.texting.gateway import TextGateway, fill_body
from survey.web.locales import LANGUAGES
from tests.factories.mailings import look, make_reached_wave, plan
from tests.support.frozen_clock import FrozenClock
from tests.support.mail_host import SENDER, MailHost
from tests.support.pages import gaps_in
from tests.support.text_host import TextHost

TELLING = re.compile(
    r"subsid|hous|rent|afford|income|voucher|landlord|poor|benefit|section 8", re.I
)
LOADED = re.compile(r"src=|url\(|<img|<link|<script|<style|http-equiv|background", re.I)


def test_an_email(post: MailHost, morning: FrozenClock) -> None:
    """W1, W2"""
    made = make_reached_wave(
        morning(),
        languages=("ar", "es"),
        contact="ask@hearth.example",
        runner_name="Estudio Ñandú, “Hearth”",
    )
    plan(made, morning(), contact="last_days")
    work_until_idle([KIND])
    one = next(one for one in post.taken if one.message["Content-Language"] == "ar")
    message, html = one.message, one.part("html")
    assert str(message["From"]) == f'"Estudio Ñandú, “Hearth”" <{SENDER}>'
    assert message["Reply-To"] == "ask@hearth.example"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert message["Date"].datetime == morning()
    html5lib.HTMLParser(strict=True).parse(html)
    assert '<html lang="ar" dir="rtl">' in html
    assert '<p lang="es" dir="ltr">' in html
    assert LOADED.search(html) is None
    words = " ".join(re.sub(r"<title>.*?</title>|<[^>]+>", " ", html).split())
    assert words == " ".join(one.plain.split())
    also = {name for name in ("English", "español", "简体中文", "العربية") if name in one.plain}
    assert also == {"English", "español", "简体中文"}
    assert "Esta encuesta también está en español." in one.plain
    english = make_reached_wave(morning(), contact="612-555-0142")
    post.taken.clear()
    plan(english, morning())
    work_until_idle([KIND])
    assert post.taken[0].message["Reply-To"] is None
    assert "\u2068612-555-0142\u2069" in post.taken[0].plain
    assert (
        post.taken[0].message["Subject"]
        == "How is it to live at Larkspur Court? The neighbor survey"
    )


def test_no_word_that_tells(app: Flask, morning: FrozenClock) -> None:
    """W3"""
    made = make_reached_wave(morning(), languages=("en",))
    told = replace(tell(made.wave), tags=tuple(LANGUAGES))
    for tag in LANGUAGES:
        for contact in ("invitation", "reminder_2", "last_days"):
            text = write_text(told, contact, tag, codes=(EXAMPLE_CODE,) * 2, says_stop=True)
            links = [line for line in text.splitlines() if line.startswith("http")]
            assert links == [f"http://127.0.0.1:8000/c#{EXAMPLE_CODE}"] * 2
            assert TELLING.search(text) is None, text
            assert "Larkspur Court" in text
    hidden = replace(told, place="Larkspur Affordable Homes", names_place=False)
    assert name_tells(hidden.place)
    assert not name_tells("Larkspur Court")
    for contact in ("invitation", "reminder_2", "last_days"):
        text = write_text(hidden, contact, "en", codes=(EXAMPLE_CODE,), says_stop=False)
        assert TELLING.search(text) is None
        assert "STOP" not in text


@pytest.mark.parametrize("sender", ["en", "zh_Hans"])
def test_sentences_in_a_row(app: Flask, morning: FrozenClock, sender: str) -> None:
    """W10"""
    told = tell(make_reached_wave(morning(), languages=("en", "zh-Hans", "zh-Hant")).wave)
    with app.test_request_context(), force_locale(sender):
        for tag in ("zh-Hans", "zh-Hant", "en"):
            codes = (EXAMPLE_CODE,) * 2
            text = write_text(told, "reminder_1", tag, codes=codes, says_stop=True)
            html = write_letter(
                compose_letter(told, "reminder_1", tag),
                links=("https://survey.example/c",),
                leave_address="https://survey.example/no",
            ).html
            first = text.splitlines()[0]
            if tag == "en":
                assert ". If you have answered: thank you. One link" in first
                assert ". No more e-mails like this: <a" in html
            else:
                assert re.search("。\\w+：\\w+。\\w+：$", first), first
                assert list(gaps_in(html)) == []


def test_what_it_costs(gateway: TextHost, morning: FrozenClock) -> None:
    """W4"""
    made = make_reached_wave(morning(), languages=("en", "ar", "zh-Hans"))
    wave = made.wave
    homes = list_homes_reached(wave, get_property(wave.property_id), "text")
    assert count_reach(homes).messages == 24
    cost = price_texts(tell(wave), "reminder_1", homes, gateway.settings)
    plan(made, morning(), contact="reminder_1", channel="text")
    work_until_idle([KIND])
    texts = [one["parts"][0]["text"] for one in gateway.taken]
    segments = sum(measure_text(text).segments for text in texts)
    assert len(texts) == cost.messages == 24
    assert cost.segments == segments > 24
    assert cost.price == Decimal("0.0079") * segments
    assert {one.tag for one in cost.spoken} == {"en", "ar", "zh-Hans"}
    assert len({one["key"] for one in gateway.taken}) == 24
    assert gateway.headers[0]["Authorization"] == "Bearer of-the-gateway"


def test_the_gateway_s_own_form(gateway: TextHost) -> None:
    """W5: what looks like a placeholder or markup in a text stays as it is."""
    text = 'Say "hi" & {to} {id} é\n50%+'
    form = TextSettings(url=gateway.url, body="To={to}&Text=[{text}]&From=123", form=True)
    body, kind = fill_body(form, {"to": "+1612", "text": text, "id": "x"})
    assert kind == "application/x-www-form-urlencoded"
    assert parse_qs(body.decode()) == {"To": ["+1612"], "Text": [f"[{text}]"], "From": ["123"]}
    with TextGateway(gateway.settings) as sender:
        sender.send(text, recipient="+1612", reference="abc")
    assert gateway.taken == [{"to": "+1612", "parts": [{"text": text}], "key": "abc"}]


def test_refusals(gateway: TextHost) -> None:
    """W6"""
    cases = [
        ((500, ""), "http_500", False),
        ((429, ""), "http_429", False),
        ((401, ""), "http_401", False),
        ((302, ""), "http_302", False),
        ((400, ""), "http_400", True),
        ((200, "{}"), "http_no_id", True),
        ((200, "no JSON"), "http_no_id", True),
    ]
    with TextGateway(gateway.settings) as sender:
        for answer, code, of_message in cases:
            gateway.answers = [answer]
            with pytest.raises(NotSent) as caught:
                sender.send("words", recipient="+1612", reference="abc")
            told = (caught.value.code, caught.value.of_message, caught.value.lasting)
            assert told == (code, of_message, of_message)
    away = replace(gateway.settings, url="http://127.0.0.1:1/send")
    with TextGateway(away) as sender, pytest.raises(NotSent, match="no_connection"):
        sender.send("words", recipient="+1612", reference="abc")


def test_a_mailing_that_reached_nobody(gateway: TextHost, morning: FrozenClock) -> None:
    """W7"""
    made = make_reached_wave(morning())
    gateway.answers = [(400, "")] * 24
    for sent, failed in ((0, 24), (24, 0)):
        plan(made, morning(), channel="text")
        work_until_idle([KIND])
        kept = look(made, channel="text")
        assert (kept.state, kept.sent, kept.failed) == ("sent", sent, failed)
    with pytest.raises(SurveyError, match="mailing_sent"):
        plan(made, morning(), channel="text")


def test_what_a_mail_server_does_not_offer(post: MailHost) -> None:
    """W8"""
    message = EmailMessage()
    message.set_content("words")
    for changes, code in (
        ({"security": "starttls", "user": "me", "password": "quiet"}, "smtp_unsupported"),
        ({"security": "tls"}, "smtp_unsupported"),
        ({"user": "me", "password": "quiet"}, "smtp_unsupported"),
        ({"port": 1}, "no_connection"),
    ):
        settings = replace(post.settings, **changes)
        with MailServer(settings) as server, pytest.raises(NotSent) as caught:
            server.send(message, recipient="a@b.example", sender="c@d.example")
        assert (caught.value.code, caught.value.of_message) == (code, False)
    assert post.taken == []


def test_settings(tmp_path: Path) -> None:
    """W9"""
    demo = {"PORCHLIGHT_MODE": "demo", "PORCHLIGHT_HOME": str(tmp_path / "home")}
    assert (from_env(demo).smtp, from_env(demo).texts) == (None, None)
    (tmp_path / "secret").write_text("quiet\n")
    (tmp_path / "headers").write_text("Authorization: Bearer abc\nX-Other: 1\n")
    smtp = {
        "PORCHLIGHT_SMTP_HOST": "mx.example",
        "PORCHLIGHT_SMTP_SENDER": "a@b.example",
        "PORCHLIGHT_SMTP_USER": "me",
        "PORCHLIGHT_SMTP_PASSWORD_FILE": str(tmp_path / "secret"),
    }
    texts = {
        "PORCHLIGHT_TEXTS_URL": "https://sms.example/send",
        "PORCHLIGHT_TEXTS_BODY": '{"to": "{to}", "body": "{text}"}',
        "PORCHLIGHT_TEXTS_HEADERS_FILE": str(tmp_path / "headers"),
        "PORCHLIGHT_TEXTS_PRICE": "0.0079",
    }
    read = from_env({**demo, **smtp, **texts})
    assert read.smtp is not None
    assert (read.smtp.port, read.smtp.security, read.smtp.password) == (587, "starttls", "quiet")
    assert read.texts is not None
    assert read.texts.headers == (("Authorization", "Bearer abc"), ("X-Other", "1"))
    assert read.texts.price == Decimal("0.0079")
    assert "quiet" not in repr(read)
    assert "Bearer" not in repr(read)
    for name, value in {
        "PORCHLIGHT_SMTP_SENDER": "nobody",
        "PORCHLIGHT_SMTP_PORT": "0",
        "PORCHLIGHT_SMTP_SECURITY": "none",
        "PORCHLIGHT_SMTP_PASSWORD_FILE": str(tmp_path / "missing"),
        "PORCHLIGHT_SMTP_BOUNCES": "far-too-long-a-name@b.example",
        "PORCHLIGHT_TEXTS_URL": "https://sms.example/{to}",
        "PORCHLIGHT_TEXTS_BODY": '{"to": {to}, "body": {text}',
        "PORCHLIGHT_TEXTS_METHOD": "GET",
        "PORCHLIGHT_TEXTS_PRICE": "cheap",
        "PORCHLIGHT_TEXTS_SUCCESS": "fine",
        "PORCHLIGHT_TEXTS_HEADERS_FILE": str(tmp_path / "secret"),
    }.items():
        with pytest.raises(SettingsError, match=name):
            from_env({**demo, **smtp, **texts, name: value})


@pytest.mark.parametrize(
    ("host", "near"),
    [
        ("127.0.0.1", True),
        ("192.168.1.20", True),
        ("[fd00::2]", True),
        ("mail", True),
        ("phone.lan", True),
        ("mx.example", False),
        ("93.184.216.34", False),
        ("evil.example.local.example", False),
    ],
)
def test_nothing_leaves_the_own_network_in_the_clear(host: str, near: bool) -> None:
    """W9: whoever is on the way would read codes, and to which address or number they go."""
    smtp = {
        "PORCHLIGHT_SMTP_HOST": host.strip("[]"),
        "PORCHLIGHT_SMTP_SENDER": "a@b.example",
        "PORCHLIGHT_SMTP_SECURITY": "none",
    }
    texts = {
        "PORCHLIGHT_TEXTS_URL": f"http://{host}:8080/send",
        "PORCHLIGHT_TEXTS_BODY": '{"to": "{to}", "body": "{text}"}',
    }
    for name, env in (("SMTP_SECURITY", smtp), ("TEXTS_URL", texts)):
        with nullcontext() if near else pytest.raises(SettingsError, match=name):
            from_env({"PORCHLIGHT_MODE": "demo", **env})


def test_a_home_that_no_mail_can_be_addressed_to(post: MailHost, morning: FrozenClock) -> None:
    """W2: counted as not taken, and the others get theirs."""
    made = make_reached_wave(morning())
    post.refusals["home-1@residents.example"] = ["501 5.1.3 bad address"]
    plan(made, morning())
    work_until_idle([KIND])
    assert (look(made).sent, look(made).failed) == (23, 1)
