"""Many rows at once, past the session: the quickest way that each database has.

On PostgreSQL that is COPY, on SQLite one statement that is prepared once. Both belong to the
transaction that is going on, like everything else that the session does.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Any, TypeVarTuple

from sqlalchemy import Connection, Select, Table, insert

from survey.db import db

_BATCH = 500
_BINARY_TYPES: dict[type, str] = {bytes: "bytea", str: "text"}
Cells = TypeVarTuple("Cells")


def stream_bytes(wanted: Select[*Cells]) -> Generator[tuple[*Cells], None, None]:
    """The rows of a selection whose columns all hold bytes; some hundred are in memory at a time.

    Close it where it is not read to its end: the database is still sending, and answers nothing
    else before. On PostgreSQL what is left of the transaction can only be rolled back then.
    """
    db.session.flush()
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        yield from _copy_out(connection, wanted)
        return
    with connection.execute(wanted.execution_options(yield_per=_BATCH)) as result:
        for rows in result.partitions():
            yield from rows


def write_rows(table: Table, rows: Sequence[tuple[object, ...]]) -> None:
    """Add rows, whose values stand in the order of the table's columns: bytes or text.

    Raises what the driver raises where the database refuses a row. A value that is refused is
    quoted neither there nor in the database's own log.
    """
    if not rows:
        return
    db.session.flush()
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        _copy_in(connection, table, rows)
    else:
        connection.exec_driver_sql(str(insert(table).compile(dialect=connection.dialect)), rows)


def _copy_out(
    connection: Connection, wanted: Select[*Cells]
) -> Generator[tuple[*Cells], None, None]:
    """COPY takes no parameters, so that the values of the selection are written into it."""
    query = wanted.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})
    with (
        _driver(connection).cursor() as cursor,
        cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT BINARY)") as copy,
    ):
        copy.set_types(["bytea"] * len(wanted.selected_columns))
        yield from copy.rows()


def _copy_in(connection: Connection, table: Table, rows: Sequence[tuple[object, ...]]) -> None:
    """In binary: of text that it refuses, PostgreSQL writes the words into its log."""
    quoted = connection.dialect.identifier_preparer
    columns = ", ".join(quoted.format_column(column) for column in table.columns)
    statement = f"COPY {quoted.format_table(table)} ({columns}) FROM STDIN (FORMAT BINARY)"
    with _driver(connection).cursor() as cursor, cursor.copy(statement) as copy:
        copy.set_types([_BINARY_TYPES[column.type.python_type] for column in table.columns])
        for row in rows:
            copy.write_row(row)


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection
