"""The day of the tests: near midnight they live some hours earlier, and so do the processes that they start.

What one process made yesterday another would ask for today, and a test that is right by day would fail by night. Python
imports a module of this name when it starts; `tests/conftest.py` puts this folder on the path of every process.
"""

import os
import sys
from datetime import timedelta
from importlib.abc import MetaPathFinder
from importlib.util import find_spec

# How many seconds the clock of the tests is behind.
BEHIND = "DUIBIAO_TESTS_BEHIND"
# No run of the tests takes longer.
LONGEST_RUN = timedelta(hours=3)


def behind(now, day_of):
    """How far behind a run that begins now is: not at all, or so far that its day does not end while it lasts."""
    return timedelta() if day_of(now + LONGEST_RUN) == day_of(now) else LONGEST_RUN


def set_back(clock):
    """Lets `metrics.clock` be behind as the environment says."""
    seconds, real = float(os.environ[BEHIND]), clock.now
    if seconds and not hasattr(real, "is_set_back"):
        clock.now = lambda: real() - timedelta(seconds=seconds)
        clock.now.is_set_back = True


def _keep_verdicts(runner):
    from tests.standing.verdicts import keep_verdicts

    keep_verdicts(runner)


# What is done with a module of ours as soon as it is imported.
_DONE_WITH = {"metrics.clock": set_back, "expectations.runner": _keep_verdicts}


class _WhenImported(MetaPathFinder):
    def __init__(self):
        self.left = dict(_DONE_WITH)

    def find_spec(self, fullname, path, target=None):
        done = self.left.pop(fullname, None)
        if done is None:
            return None
        spec = find_spec(fullname)
        run = spec.loader.exec_module

        def exec_module(module):
            run(module)
            done(module)

        spec.loader.exec_module = exec_module
        return spec


if BEHIND in os.environ and "metrics.clock" not in sys.modules:
    sys.meta_path.insert(0, _WhenImported())
