"""A process that reads envelopes for an opening: python -m survey.responses.unsealer DESCRIPTOR

The descriptor is its end of a pair of sockets, inherited from the opening. Over it come the
recipe and the opening key, once, and then batches of envelopes; back goes what is read of each.
It keeps nothing and writes nothing. Where the other end is closed, for whatever reason, it ends:
it does not outlive the opening by more than the batch in its hands. It imports no database and no
web: only survey.core, and what is pure beside it.
"""

from __future__ import annotations

import signal
import sys
from multiprocessing.connection import Connection

from survey.responses.reading import Reader

READY = "ready"


def serve(opening: Connection) -> None:
    """Read batch after batch until the opening closes its end."""
    try:
        recipe, opening_key = opening.recv()
        reader = Reader(recipe, opening_key)
        del opening_key
        opening.send(READY)
        while True:
            opening.send(reader.read(opening.recv()))
    except (EOFError, OSError):
        return


if __name__ == "__main__":
    # A server asked to stop finishes its opening first, and Ctrl-C is the opening's to hear.
    for asked in (signal.SIGINT, signal.SIGTERM):
        signal.signal(asked, signal.SIG_IGN)
    with Connection(int(sys.argv[1])) as pipe:
        serve(pipe)
