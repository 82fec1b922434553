"""Run by test_clerk in a process of its own: kills the clerk at random moments of a request and looks at what is left.

Prints one JSON object: how often it was killed, how many requests were answered, and every broken promise.
"""

import json
import random
import sys
from pathlib import Path

from metrics.contract import FINAL_STATES
from pipelines.archive import Archive
from pipelines.clerk import errands as errands_module
from pipelines.clerk import worker
from pipelines.clerk.errands import Errands
from pipelines.clerk.requests import RequestInbox
from pipelines.loading.build import LoadOutcome
from pipelines.receiving import turns
from tests.pipelines.clerk.conftest import Pages
from tests.pipelines.conftest import COUNT, report_text
from tests.pipelines.faults_program import fork, timed
from tests.published import load

# A real load takes most of the time and has its own test: one attempt of eight goes through it.
REAL_EVERY = 8


def attempt(inbox, errands, name, is_real):
    def work():
        worker.MOST_ATTEMPTS = 10**6
        turns.check_reports = lambda reports, *_: [[] for _ in reports]
        if not is_real:
            errands_module.load = lambda *_, **__: LoadOutcome("unchanged", None, ())
        with inbox.open(name) as request:
            worker.take_up(request, errands)
        return "done"

    return work


def lay(pages, number):
    if number % 3 == 2:
        return pages.step("contact", "sc-kjt", reason=f"第{number}次")
    text = report_text(COUNT | {"数值": "约五" if number % 3 == 1 else str(500 + number)})
    return pages.upload(text + "\n" * number, f"{number}.csv")


def main(data, kills, seed):
    pages, inbox, errands = Pages(data), RequestInbox(data / "raw"), Errands(data, with_sample=False)
    archive, chance = Archive(data / "raw"), random.Random(seed)
    problems, counts, asked = [], {"killed": 0, "finished": 0}, []
    first = lay(pages, 0)
    usual = timed(attempt(inbox, errands, first.name, is_real=False))
    while counts["killed"] < kills:
        number = len(asked) + 1
        folder = lay(pages, number)
        asked.append(folder)
        while pages.answer(folder).get("state") not in FINAL_STATES:
            is_real = counts["killed"] % REAL_EVERY == 0
            ended, said = fork(attempt(inbox, errands, folder.name, is_real), chance.uniform(0, usual * 1.1))
            counts["killed" if ended == "killed" else "finished"] += 1
            if ended not in ("killed", 0):
                problems.append(f"{folder.name}: {said}")
                break
            archive.receipts(), archive.steps()
        state = pages.answer(folder).get("state")
        wanted = "refused" if number % 3 == 1 else "done"
        if state != wanted:
            problems.append(f"{folder.name}: {state} instead of {wanted}")
        if state == "refused" and not (folder / "marked.xlsx").is_file():
            problems.append(f"{folder.name}: no marked copy")
    recorded = [entry.request_id for entry in [*archive.receipts(), *archive.steps()]]
    for folder in asked:
        if recorded.count(folder.name) != 1:
            problems.append(f"{folder.name}: recorded {recorded.count(folder.name)} times")
    if load(data, with_sample=False).state != "published":
        problems.append("the last load was refused")
    print(json.dumps(counts | {"problems": problems, "asked": len(asked)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
