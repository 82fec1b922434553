"""The rules that Great Expectations has found to hold, kept for one run of the tests and all its processes.

A hundred small offices hold much the same columns. Of a rule with its accepted values and the very cells that it is
about it is asked once, by whichever process comes first; what did not hold is asked again each time, and the tests of
the checks themselves keep nothing.
"""

import hashlib
import os
from functools import cache
from pathlib import Path
from types import SimpleNamespace

# The folder in which a run keeps them: an empty file each.
FOLDER = "DUIBIAO_TESTS_VERDICTS"
_HELD = SimpleNamespace(success=True, exception_info={"raised_exception": False}, result={})


def keep_verdicts(runner):
    """Lets `expectations.runner` ask only what no process of this run has been told yet."""
    if FOLDER not in os.environ or hasattr(runner._judge, "as_it_was"):
        return
    folder, asked_anew, held = Path(os.environ[FOLDER]), runner._judge, set()
    make_received = runner._batch_definition
    # Great Expectations takes seconds to import: a process that asks nothing new does not.
    runner._batch_definition = lambda: cache(make_received)

    def judge(received, suite, rules, frame, references):
        kept = {rule.rule_id: _name(runner, rule, frame, references) for rule in rules}
        left = [rule for rule in rules if not _holds(folder, held, kept[rule.rule_id])]
        results = asked_anew(received(), suite, left, frame, references) if left else {}
        for rule in left:
            if kept[rule.rule_id] and results[rule.rule_id].success:
                (folder / kept[rule.rule_id]).touch()
        return {rule.rule_id: _HELD for rule in rules} | results

    judge.as_it_was = {"_judge": asked_anew, "_batch_definition": make_received}
    runner._judge = judge


def _name(runner, rule, frame, references):
    """What a rule is asked under; none where its columns do not say all that it looks at."""
    columns = runner._arguments_columns(rule)
    if not columns or not set(columns) <= set(frame.columns):
        return None
    said = {key: runner._resolve(rule, value, references) for key, value in rule.arguments.items()}
    cells = [frame[column].tolist() for column in columns]
    return hashlib.sha256(repr((rule.check, said, cells)).encode()).hexdigest()


def _holds(folder, held, name):
    if name is None or name in held:
        return name is not None
    if (folder / name).exists():
        held.add(name)
    return name in held
