"""The list of homes, and the files that it is read from."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

HOMES: Final[dict[str, LazyString]] = {
    "frame_differs_from_list": _l(
        "The list of homes has %(homes)s homes with %(adults)s adults, and the property says "
        "otherwise. Make the two agree on the property's page, then launch."
    ),
    "contact_unreadable": _l(
        "How this home is reached cannot be read. Read the list of homes in again."
    ),
    "no_file": _l("Choose a file first."),
    "table_empty": _l("There is nothing in this file. Choose a file with one home in each row."),
    "table_unreadable": _l(
        "This file cannot be read as a table. Save it as CSV or XLSX in your spreadsheet program, "
        "then choose it again."
    ),
    "table_too_large": _l("The file is too large: send at most %(most)s megabytes."),
    "table_too_long": _l("The file has too many rows: at most %(most)s can be read in."),
    "table_too_wide": _l("The file has too many columns: at most %(most)s can be read in."),
    "cell_too_long": _l(
        "Row %(row)s of the file has a very long cell. Perhaps a quotation mark is missing there."
    ),
    "workbook_locked": _l(
        "This file is protected by a password. Save it without one, then choose it again."
    ),
    "encoding_differs": _l("The file is not written in these letters. Choose others."),
    "upload_gone": _l(
        "This file is not here any more: it was read in, put away, or its hour is over. "
        "Look at the list of homes, or choose the file again."
    ),
    "file_has_problems": _l(
        "Rows of the file that have to change first: %(rows)s. Nothing was taken."
    ),
    "list_changed": _l(
        "The list of homes has changed meanwhile. Look at it as it is now, then decide again."
    ),
    "list_without_homes": _l("A list of homes has at least one home."),
    "list_without_adults": _l("At least one adult lives in the homes of a list."),
    "no_such_home": _l("There is no such home on the list."),
    "door_on_list": _l("%(label)s is on the list already."),
    "contacts_end_too_early": _l("This day is over. Choose tomorrow or a later day."),
    "contacts_end_too_late": _l("Keep contacts for at most two years, until %(day)s."),
    "no_such_column": _l("The file has no column with the head “%(head)s”."),
    "worker_failed": _l("Something broke on our side. Nothing was taken. Try again."),
}
