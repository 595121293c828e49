"""The baseline: bare Flask routes behind the same server.

A get sends the bytes of the file BARE_BODY, or 304 to who has them already. A post parses the form
and commits it as one row, on the driver's own connection, one for each thread: on SQLite in the
file that DATABASE_URL names, with WAL and synchronous=FULL as ours; on PostgreSQL on the same
server, with the same synchronous_commit. Nothing is sealed, checked, looked up or counted.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask, Response, jsonify, request
from sqlalchemy import make_url

from survey.settings import from_env

BODY = Path(os.environ["BARE_BODY"]).read_bytes()
ETAG = os.environ["BARE_ETAG"]
HEADERS = {"Content-Encoding": "gzip", "ETag": ETAG}
TABLE = "CREATE TABLE IF NOT EXISTS bare (id VARCHAR(64) PRIMARY KEY, answers TEXT NOT NULL)"
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "busy_timeout=20000")

url = make_url(os.environ["DATABASE_URL"])
app = Flask(__name__)
# Its server has the same configuration, which asks here who works in the background: nobody.
app.extensions["settings"] = replace(from_env(), jobs="separate")
_own = threading.local()


@app.get("/<path:path>")
def document(path: str) -> Response:
    """The bytes of a document, whatever its address."""
    if request.headers.get("If-None-Match") == ETAG:
        return Response(status=304, headers={"ETag": ETAG})
    return Response(BODY, headers=HEADERS, mimetype="text/html")


@app.post("/<path:path>")
def answers(path: str) -> Response:
    """Parse the form; commit one row."""
    fields = request.form.to_dict(flat=False)
    row = (fields["submission_id"][0], json.dumps(fields))
    if url.get_backend_name() == "sqlite":
        _connection().execute("INSERT INTO bare VALUES (?, ?)", row)
    else:
        _connection().execute("INSERT INTO bare VALUES (%s, %s)", row, prepare=True)
    return jsonify(receipt=row[0])


def create_table() -> None:
    """Make the table, once, before the server starts: its processes would race for it."""
    _connection().execute(TABLE)
    _own.connection.close()
    del _own.connection


def _connection() -> Any:
    """This thread's connection; each statement commits by itself."""
    if not hasattr(_own, "connection"):
        _own.connection = _connect()
    return _own.connection


def _connect() -> Any:
    if url.get_backend_name() != "sqlite":
        address = url.set(drivername="postgresql").render_as_string(hide_password=False)
        return psycopg.connect(address, autocommit=True)
    connection = sqlite3.connect(url.database or "", isolation_level=None)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    return connection


if __name__ == "__main__":
    create_table()
