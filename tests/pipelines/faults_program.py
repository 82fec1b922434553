"""Run by test_faults in a process of its own: kills receipts and loads at random moments and looks at what is left.

Everything heavy is imported once; each attempt is a fork that a timer of the kernel kills outright, as kill -9 would.
Prints one JSON object: how many were killed, how many finished first, and every broken promise.
"""

import hashlib
import json
import os
import random
import signal
import sys
import time
import warnings
from pathlib import Path

warnings.simplefilter("ignore")

import great_expectations  # noqa: E402, F401, TID253 - seconds that must not be counted

from expectations import runner  # noqa: E402
from metrics.warehouse import Snapshot, current_build_path  # noqa: E402
from pipelines.archive import Archive  # noqa: E402
from pipelines.loading import build, making  # noqa: E402
from pipelines.receiving import desk as receive  # noqa: E402
from pipelines.receiving import turns  # noqa: E402
from tests.pipelines.conftest import COUNT, report_text  # noqa: E402

# Judging takes most of the time and writes nothing: it runs in one attempt of ten, and the rest hit the writing.
REAL_EVERY = 10
# Multiples of it fill a span evenly, however many there are.
GOLDEN = 0.6180339887498949


def fork(work, seconds=None):
    """Runs `work` in a fork, killed after `seconds`; returns (how it ended, what it wrote)."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        code = 1
        try:
            if seconds is not None:
                signal.setitimer(signal.ITIMER_REAL, seconds)
            os.write(writing, json.dumps(work()).encode())
            code = 0
        except BaseException as error:  # The parent tells.
            os.write(writing, json.dumps(f"{type(error).__name__}: {error}").encode())
        finally:
            os._exit(code)
    os.close(writing)
    said = b""
    while piece := os.read(reading, 65536):
        said += piece
    os.close(reading)
    _, status = os.waitpid(child, 0)
    ended = "killed" if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
    return ended, json.loads(said) if said else None


def without_judging():
    making.run_suites = lambda *_: []
    turns.check_reports = lambda reports, *_: [[] for _ in reports]


class Attempts:
    def __init__(self, data, seed):
        self.data, self.random, self.problems = data, random.Random(seed), []
        self.counts = {"killed": 0, "finished": 0}
        self.archive = Archive(data / "raw")
        self.desk = receive.Desk(data / "raw", with_sample=False)
        self.said, self.count = set(), 0

    def receive(self, number):
        path = self.data / f"{number}.csv"
        path.write_text(report_text(COUNT | {"数值": str(number + 1)}), encoding="utf-8")

        def work():
            if number % REAL_EVERY:
                without_judging()
            return self.desk.receive(path).receipt.sha256

        return path, work

    def load(self, number):
        def work():
            if number % REAL_EVERY:
                without_judging()
            return build.load(self.data, with_sample=False).state

        return work

    def attempt(self, work, longest, kind):
        # Spread over the whole time, at random within each part of it: no part is left out by chance.
        self.count += 1
        share = (self.count * GOLDEN + self.random.uniform(0, 0.02)) % 1
        ended, said = fork(work, share * longest)
        self.counts["killed" if ended == "killed" else "finished"] += 1
        if ended not in ("killed", 0):
            self.problems.append(f"{kind}: {said}")
        return ended, said

    def look_at_archive(self):
        for receipt in self.archive.receipts():
            kept = self.archive.path(receipt.sha256).read_bytes()
            if hashlib.sha256(kept).hexdigest() != receipt.sha256:
                self.problems.append(f"{receipt.name}: bytes differ from the receipt")
        lost = self.said - {receipt.sha256 for receipt in self.archive.receipts()}
        self.problems += [f"{sha256}: was called received and is lost" for sha256 in lost]

    def look_at_build(self):
        def work():
            snapshot = Snapshot(current_build_path(self.data / "warehouse"))
            counted = snapshot.select("select count(*) as n from fact.submission")[0]["n"]
            return [snapshot.build.build_id, counted]

        ended, said = fork(work)
        if ended != 0:
            self.problems.append(f"the build in force does not open: {said}")
        return said


def timed(work):
    started = time.monotonic()
    ended, said = fork(work)
    assert ended == 0, said
    return time.monotonic() - started


def main(data, receipts, loads, seed):
    attempts = Attempts(data, seed)
    usual = timed(attempts.receive(100_001)[1])
    paths = []
    number = -1
    while attempts.counts["killed"] < receipts:
        number += 1
        path, work = attempts.receive(number)
        paths.append(path)
        ended, said = attempts.attempt(work, usual * (8 if number % REAL_EVERY == 0 else 1), "receive")
        if ended == 0:
            attempts.said.add(said)
        attempts.look_at_archive()

    def send_again():  # What was not confirmed, as its sender would.
        without_judging()
        return [attempts.desk.receive(path).verdict for path in paths]

    ended, said = fork(send_again)
    if ended != 0 or not set(said) <= {"accepted", "already_received"}:
        attempts.problems.append(f"sent again: {said}")
    first = timed(attempts.load(1))
    attempts.look_at_build()
    while attempts.counts["killed"] < receipts + loads:
        number += 1
        fork(attempts.receive(number)[1])
        attempts.attempt(attempts.load(number), first * (4 if number % REAL_EVERY == 0 else 1), "load")
        attempts.look_at_build()
    fork(attempts.load(0))
    accepted = [receipt for receipt in attempts.archive.receipts() if receipt.verdict == "accepted"]
    if attempts.look_at_build()[1] != len(accepted):
        attempts.problems.append("the last load does not hold every accepted report")
    if len({receipt.sha256 for receipt in accepted}) != len(accepted):
        attempts.problems.append("a report was received twice")
    if [receipt.version for receipt in accepted] != list(range(1, len(accepted) + 1)):
        attempts.problems.append("the versions have gaps")
    print(
        json.dumps(
            attempts.counts
            | {"problems": attempts.problems, "accepted": len(accepted), "receive": usual, "load": first}
        )
    )


if __name__ == "__main__":
    runner.warnings.simplefilter("ignore")
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
