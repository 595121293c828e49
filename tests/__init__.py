"""Tests run in a process for each core, so that each one may use one thread for its matrices.

numpy's library would start one for each core in every process, and they wait for each other with
their hands full: the second auditor took twice as long. It reads this once, when it is loaded.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
