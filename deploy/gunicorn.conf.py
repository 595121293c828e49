"""Gunicorn's settings: gunicorn -c deploy/gunicorn.conf.py app:app

One worker a processor. SQLite has one writer, for which threads and processes take turns: a second
worker helps it with everything but the writing.
"""

import os
from typing import Any

from survey.jobs.supervising import start_supervisor

bind = os.environ.get("PORCHLIGHT_BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "1"))
threads = int(os.environ.get("PORCHLIGHT_THREADS", "8"))

# No access log: who asked for a page, from where and when, is exactly what must not be kept.
accesslog = None
errorlog = "-"
# Its warnings quote requests that it could not read, and name the address they came from.
loglevel = "error"

# A PDF takes seconds, an opening with many answers longer; a browser gives up before this.
timeout = 120
graceful_timeout = 30
# The proxy keeps its connections for 5 seconds longer than it needs them.
keepalive = 65
# Heartbeats must not wait for a disk.
worker_tmp_dir = "/dev/shm"  # noqa: S108 # memory, and the kernel's own folder


def post_worker_init(worker: Any) -> None:
    """Look after jobs beside each server process, unless PORCHLIGHT_JOBS says "separate"."""
    start_supervisor(worker.wsgi)
