"""E-mail over encrypted connections, to real servers with certificates made for the test.

C1  With STARTTLS and with TLS from the first byte, by both common ways to sign in: the message is
    taken, and neither a password nor a recipient was ever sent in the clear.
C2  A certificate behind which nobody trusted stands, that is for another address or has run out:
    refused before anything is told. Trusting an own authority means trusting no other.
C3  A server that does not offer STARTTLS is told neither password nor recipient, though it would
    take both; a way to sign in that we do not know is said to be that.
C4  A wrong password is told apart from a sign-in that is refused for now, and from no connection.
C5  The settings refuse a file without certificates, and a password that cannot be sent.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from survey.channels import SmtpSettings
from survey.core.sending.refusals import NotSent
from survey.mail.server import MailServer
from survey.settings import SettingsError, from_env
from tests.support.certificates import Authority, make_authority
from tests.support.mail_host import MAIL_PASSWORD, MAIL_USER, MECHANISMS, MailHost, mail_host

HERE, ELSEWHERE = "127.0.0.1", "127.0.0.2"
OVER = timedelta(days=-1)
KINDS = ("starttls", "tls")


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    """Who vouches for the servers of a test."""
    return make_authority(tmp_path)


@contextmanager
def guarded(kind: str, context: ssl.SSLContext, **choices: Any) -> Iterator[MailHost]:
    """A server that encrypts, one way or the other."""
    with mail_host(**{kind: context, "mechanisms": MECHANISMS, **choices}) as host:
        yield host


def settings_for(host: MailHost, kind: str, authorities: str = "", **changes: Any) -> SmtpSettings:
    """How somebody reaches it who knows the password."""
    known = {
        "security": kind,
        "user": MAIL_USER,
        "password": MAIL_PASSWORD,
        "authorities": authorities,
    }
    return replace(host.settings, **{**known, **changes})


def send(settings: SmtpSettings) -> str:
    """Send one message; what was refused, or ""."""
    message = EmailMessage()
    message.set_content("words")
    try:
        with MailServer(settings) as server:
            server.send(message, recipient="a@b.example", sender="c@d.example")
    except NotSent as refusal:
        return f"only this message: {refusal.code}" if refusal.of_message else refusal.code
    return ""


def test_encrypted_and_signed_in(authority: Authority) -> None:
    """C1"""
    for kind in KINDS:
        for mechanism in MECHANISMS:
            with guarded(kind, authority.context_for(HERE), mechanisms=[mechanism]) as host:
                assert send(settings_for(host, kind, authority.pem)) == ""
            assert host.recipients() == ["a@b.example"]
            assert host.signed_in == [(mechanism, True)]
            assert host.in_the_clear == []


def test_what_the_clear_would_show() -> None:
    """C1: the test's own server does see what is not encrypted."""
    with mail_host(mechanisms=MECHANISMS) as host:
        assert send(settings_for(host, "none")) == ""
    assert host.in_the_clear == [MAIL_PASSWORD, "a@b.example"]


def test_a_certificate_that_does_not_fit(authority: Authority, tmp_path: Path) -> None:
    """C2"""
    other = make_authority(tmp_path)
    cases: list[tuple[ssl.SSLContext, str]] = [
        (authority.context_for(HERE), ""),
        (authority.context_for(HERE), other.pem),
        (authority.context_for(ELSEWHERE), authority.pem),
        (authority.context_for(HERE, until=OVER), authority.pem),
    ]
    for kind in KINDS:
        for context, trusted in cases:
            with guarded(kind, context) as host:
                assert send(settings_for(host, kind, trusted)) == "smtp_tls"
            assert (host.signed_in, host.taken, host.in_the_clear) == ([], [], [])


def test_not_offered() -> None:
    """C3"""
    with mail_host(mechanisms=MECHANISMS) as host:
        assert send(settings_for(host, "starttls")) == "smtp_unsupported"
        assert send(settings_for(host, "starttls", user="", password="")) == "smtp_unsupported"
        assert send(settings_for(host, "tls")) == "smtp_unsupported"
        assert (host.signed_in, host.taken, host.in_the_clear) == ([], [], [])
    with mail_host(mechanisms=["NTLM"]) as host:
        assert send(settings_for(host, "none")) == "smtp_unsupported"
        assert host.taken == []


def test_refused_sign_ins(authority: Authority) -> None:
    """C4"""
    with guarded("starttls", authority.context_for(HERE)) as host:
        wrong = settings_for(host, "starttls", authority.pem)
        assert send(replace(wrong, password="guessed")) == "smtp_sign_in"
        assert set(host.signed_in) == {("PLAIN", False), ("LOGIN", False)}
        host.sign_in = "454 4.7.0 the directory is away"
        assert send(wrong) == "smtp_454"
        assert (host.taken, host.in_the_clear) == ([], [])
    assert send(wrong) == "no_connection"


def test_settings(authority: Authority, tmp_path: Path) -> None:
    """C5"""
    (tmp_path / "ca.pem").write_text(authority.pem)
    (tmp_path / "words").write_text("no certificate")
    env = {
        "PORCHLIGHT_MODE": "demo",
        "PORCHLIGHT_HOME": str(tmp_path / "home"),
        "PORCHLIGHT_SMTP_HOST": "mx.example",
        "PORCHLIGHT_SMTP_SENDER": "a@b.example",
        "PORCHLIGHT_SMTP_USER": MAIL_USER,
        "PORCHLIGHT_SMTP_PASSWORD": MAIL_PASSWORD,
        "PORCHLIGHT_SMTP_CA_FILE": str(tmp_path / "ca.pem"),
    }
    read = from_env(env).smtp
    assert read is not None
    assert read.authorities == authority.pem.strip()
    for name, value in {
        "PORCHLIGHT_SMTP_CA_FILE": str(tmp_path / "words"),
        "PORCHLIGHT_SMTP_PASSWORD": "señal",
    }.items():
        with pytest.raises(SettingsError, match=name) as caught:
            from_env({**env, name: value})
        assert value not in str(caught.value)
