"""How messages leave: what the settings say of the mail server and of the gateway for texts.

Everything here raises ValueError with a whole sentence; settings.py reads the environment.
"""

from __future__ import annotations

import json
import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from ipaddress import ip_address
from pathlib import Path
from typing import Final, Literal
from urllib.parse import parse_qsl, urlsplit

Security = Literal["starttls", "tls", "none"]
_ADDRESS: Final = re.compile(r"[^\s@<>\"]+@[^\s@<>\"]+")
_LONGEST_BOUNCE_NAME: Final = 11
"""A local part has 64 letters: the sign +, and 52 that say what came back."""
_HERE: Final = {"localhost", "127.0.0.1", "::1"}
_OWN_ENDINGS: Final = (".local", ".internal", ".lan", ".home.arpa")
_NO_FILE: Final = "{name} cannot be read: {error}."


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """A mail server. bounces: where undelivered messages come back to; empty: nowhere.

    authorities: certificates, as PEM, one of which has to stand behind the server's own; empty:
    those that this machine trusts.
    """

    host: str
    sender: str
    port: int = 587
    security: Security = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    bounces: str = ""
    authorities: str = field(default="", repr=False)
    timeout_seconds: int = 20


@dataclass(frozen=True, slots=True)
class TextSettings:
    """An HTTP gateway for text messages.

    body: a JSON value or a form with {to}, {text} and, if wanted, {id}, which is the same when a
    message is repeated. success: statuses; empty: every 2xx. id_field: a dotted path that must
    stand in the gateway's JSON answer. price: of one segment, None where unknown. stop_secret:
    what the gateway shows when it passes on a STOP; empty: it does not.
    """

    url: str
    body: str
    form: bool = False
    method: Literal["POST", "PUT"] = "POST"
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    success: tuple[int, ...] = ()
    id_field: str = ""
    price: Decimal | None = None
    currency: str = "USD"
    says_stop: bool = False
    stop_secret: str = field(default="", repr=False)
    stop_from: str = "From"
    stop_text: str = "Body"
    timeout_seconds: int = 20


def read_smtp(env: Mapping[str, str]) -> SmtpSettings | None:
    """PORCHLIGHT_SMTP_*; None where no host is named."""
    host = env.get("PORCHLIGHT_SMTP_HOST", "").strip()
    if not host:
        return None
    security = _one_of(env, "PORCHLIGHT_SMTP_SECURITY", ("starttls", "tls", "none"))
    user = env.get("PORCHLIGHT_SMTP_USER", "").strip()
    if user and security == "none" and host not in _HERE:
        raise ValueError(
            "PORCHLIGHT_SMTP_SECURITY is 'none', which would send the password in the clear. "
            "Set it to 'starttls' or 'tls'."
        )
    if security == "none" and not _is_near(host):
        raise ValueError(
            "PORCHLIGHT_SMTP_SECURITY is 'none', which would send residents' codes in the clear. "
            "That is taken for a server in your own network only: set it to 'starttls' or 'tls'."
        )
    password = _secret(env, "PORCHLIGHT_SMTP_PASSWORD") if user else ""
    if not (user + password).isascii():
        raise ValueError(
            "PORCHLIGHT_SMTP_USER and PORCHLIGHT_SMTP_PASSWORD must be in plain letters (ASCII): "
            "mail servers do not agree on others."
        )
    return SmtpSettings(
        host=host,
        sender=_address(env, "PORCHLIGHT_SMTP_SENDER"),
        port=_number(env, "PORCHLIGHT_SMTP_PORT", 465 if security == "tls" else 587, 65535),
        security=security,  # type: ignore[arg-type]  # one of the three, as was just seen
        user=user,
        password=password,
        bounces=_bounces(env),
        authorities=_authorities(env),
        timeout_seconds=_number(env, "PORCHLIGHT_SMTP_TIMEOUT", 20, 600),
    )


def read_texts(env: Mapping[str, str]) -> TextSettings | None:
    """PORCHLIGHT_TEXTS_*; None where no address is named."""
    url = env.get("PORCHLIGHT_TEXTS_URL", "").strip()
    if not url:
        return None
    if not url.startswith(("https://", "http://")) or "{" in url:
        raise ValueError(
            "PORCHLIGHT_TEXTS_URL must begin with https:// (or http://), without {to} or {text}."
        )
    if url.startswith("http://") and not _is_near(urlsplit(url).hostname or ""):
        raise ValueError(
            "PORCHLIGHT_TEXTS_URL would send residents' codes and numbers in the clear. "
            "http:// is taken for a gateway in your own network only: use https://."
        )
    form = _one_of(env, "PORCHLIGHT_TEXTS_FORMAT", ("json", "form")) == "form"
    stop_file = env.get("PORCHLIGHT_TEXTS_STOP_SECRET_FILE", "")
    return TextSettings(
        url=url,
        body=_body(env, form=form),
        form=form,
        method=_one_of(env, "PORCHLIGHT_TEXTS_METHOD", ("POST", "PUT")),  # type: ignore[arg-type]  # one of the two
        headers=_headers(env),
        success=_statuses(env),
        id_field=env.get("PORCHLIGHT_TEXTS_ID_FIELD", "").strip(),
        price=_price(env),
        currency=env.get("PORCHLIGHT_TEXTS_CURRENCY", "USD").strip() or "USD",
        says_stop=_one_of(env, "PORCHLIGHT_TEXTS_SAYS_STOP", ("no", "yes")) == "yes",
        stop_secret=_read("PORCHLIGHT_TEXTS_STOP_SECRET_FILE", stop_file) if stop_file else "",
        stop_from=env.get("PORCHLIGHT_TEXTS_STOP_FROM", "From"),
        stop_text=env.get("PORCHLIGHT_TEXTS_STOP_TEXT", "Body"),
        timeout_seconds=_number(env, "PORCHLIGHT_TEXTS_TIMEOUT", 20, 600),
    )


def _is_near(host: str) -> bool:
    """Whether a host is this machine or one in its own network, as far as its name tells."""
    try:
        return ip_address(host).is_private
    except ValueError:
        return "." not in host or host.lower().endswith(_OWN_ENDINGS)


def _address(env: Mapping[str, str], name: str) -> str:
    value = env.get(name, "").strip()
    if not _ADDRESS.fullmatch(value) or not value.isascii():
        raise ValueError(f"{name} must be an e-mail address in plain letters.")
    return value


def _bounces(env: Mapping[str, str]) -> str:
    if not env.get("PORCHLIGHT_SMTP_BOUNCES", "").strip():
        return ""
    address = _address(env, "PORCHLIGHT_SMTP_BOUNCES")
    if len(address.split("@")[0]) > _LONGEST_BOUNCE_NAME:
        raise ValueError(
            f"PORCHLIGHT_SMTP_BOUNCES has more than {_LONGEST_BOUNCE_NAME} letters before the @."
        )
    return address


def _authorities(env: Mapping[str, str]) -> str:
    name = "PORCHLIGHT_SMTP_CA_FILE"
    path = env.get(name, "").strip()
    if not path:
        return ""
    text = _read(name, path)
    try:
        ssl.create_default_context(cadata=text)
    except (ssl.SSLError, ValueError) as error:
        raise ValueError(f"{name} must have certificates in it, as PEM.") from error
    return text


def _body(env: Mapping[str, str], *, form: bool) -> str:
    name = "PORCHLIGHT_TEXTS_BODY"
    body = env.get(name, "").strip()
    if "{to}" not in body or "{text}" not in body:
        raise ValueError(f"{name} must have {{to}} and {{text}} in it.")
    try:
        parse_qsl(body, strict_parsing=True) if form else json.loads(body)
    except ValueError as error:
        kind = "a form such as To={to}&Body={text}" if form else "JSON"
        raise ValueError(f"{name} is not {kind}.") from error
    return body


def _headers(env: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """One a line, such as "Authorization: Bearer ...": in a file, since they hold a token."""
    path = env.get("PORCHLIGHT_TEXTS_HEADERS_FILE", "")
    lines = _read("PORCHLIGHT_TEXTS_HEADERS_FILE", path).splitlines() if path else []
    pairs = [line.partition(":") for line in lines if line.strip()]
    if any(not name.strip() or not sign for name, sign, _value in pairs):
        raise ValueError("PORCHLIGHT_TEXTS_HEADERS_FILE must have a header a line, 'Name: value'.")
    return tuple((name.strip(), value.strip()) for name, _sign, value in pairs)


def _statuses(env: Mapping[str, str]) -> tuple[int, ...]:
    words = env.get("PORCHLIGHT_TEXTS_SUCCESS", "").replace(",", " ").split()
    if any(not word.isdecimal() or not 100 <= int(word) <= 599 for word in words):
        raise ValueError("PORCHLIGHT_TEXTS_SUCCESS must be HTTP statuses such as '200 201'.")
    return tuple(int(word) for word in words)


def _price(env: Mapping[str, str]) -> Decimal | None:
    text = env.get("PORCHLIGHT_TEXTS_PRICE", "").strip()
    if not text:
        return None
    try:
        price = Decimal(text)
    except InvalidOperation as error:
        raise ValueError("PORCHLIGHT_TEXTS_PRICE must be a number such as 0.0079.") from error
    if not price.is_finite() or price < 0:
        raise ValueError("PORCHLIGHT_TEXTS_PRICE must be a number such as 0.0079.")
    return price


def _secret(env: Mapping[str, str], name: str) -> str:
    path = env.get(f"{name}_FILE", "")
    value = _read(f"{name}_FILE", path) if path else env.get(name, "")
    if not value:
        raise ValueError(f"{name}_FILE (or {name}) is not set.")
    return value


def _read(name: str, path: str) -> str:
    try:
        value = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(_NO_FILE.format(name=name, error=error)) from error
    if not value:
        raise ValueError(f"{name} names an empty file.")
    return value


def _number(env: Mapping[str, str], name: str, usual: int, most: int) -> int:
    text = env.get(name, "").strip() or str(usual)
    if not text.isdecimal() or not 1 <= int(text) <= most:
        raise ValueError(f"{name} is {text!r}; it must be a whole number from 1 to {most}.")
    return int(text)


def _one_of(env: Mapping[str, str], name: str, known: tuple[str, ...]) -> str:
    value = env.get(name, "").strip() or known[0]
    if value not in known:
        raise ValueError(f"{name} is {value!r}; set it to one of: {', '.join(known)}.")
    return value
