"""The worker: carries requests out one after another until none has come for a while."""

from __future__ import annotations

import signal
import sys
import time
import traceback
from collections.abc import Sequence
from contextlib import ExitStack
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from metrics.sentences import BilingualError, say
from metrics.settings import data_folder
from pipelines.clerk.replies import Reply
from pipelines.clerk.requests import BadRequest, Request, RequestInbox
from pipelines.clerk.watch import CATCH_UP, LOOK_SECONDS, READING, has_parent
from pipelines.clock_lines import TimeUnconfirmed

if TYPE_CHECKING:
    from pipelines.clerk.errands import Errands

IDLE_SECONDS = 300.0
MOST_ATTEMPTS = 3
# Whoever was refused often sends a corrected file at once: it goes before what can wait.
QUIET_SECONDS = 2.0
# So many uploads are received at once, and loaded once.
MOST_TOGETHER = 40


def work(
    folder: Path, parent: int, idle_seconds: float = IDLE_SECONDS, *, is_behind: bool = False, reading: bool = False
) -> None:
    """Takes requests until none has come for `idle_seconds`, or until the process `parent` has ended.

    With `reading` it takes those that write nothing into archive or journal, else all others. One that `is_behind`
    loads first, though nobody asks.
    """
    from pipelines.clerk.errands import Errands
    from pipelines.readers.workbook import WorkbookReader

    with WorkbookReader() as workbooks:
        errands = Errands(folder, is_behind=is_behind, workbooks=workbooks)
        _attend(RequestInbox(folder / "raw"), errands, parent, idle_seconds, reading=reading)


def _attend(inbox: RequestInbox, errands: Errands, parent: int, idle_seconds: float, *, reading: bool) -> None:
    last = time.monotonic()
    while has_parent(parent) and (idle := time.monotonic() - last) < idle_seconds:
        laid = inbox.laid()
        waiting = inbox.waiting(reading=reading)
        if waiting:
            take_up_next(inbox, waiting, errands)
            last = time.monotonic()
            continue
        if idle > QUIET_SECONDS:
            errands.catch_up()
        inbox.rest(laid, LOOK_SECONDS)


def take_up_next(inbox: RequestInbox, waiting: Sequence[str], errands: Errands) -> None:
    """Carries out the oldest request that waits; where it is an upload, those that came right after it too."""
    with ExitStack() as opened:
        requests = (opened.enter_context(inbox.open(name)) for name in waiting[:MOST_TOGETHER])
        uploads = list(takewhile(_is_new_upload, requests))
        if len(uploads) > 1:
            take_up_uploads([request for request in uploads if request is not None], errands)
            return
    with inbox.open(waiting[0]) as request:
        if request is not None:
            take_up(request, errands)


def _is_new_upload(request: Request | None) -> bool:
    # Whatever its worker may have died of is taken up by itself.
    try:
        return request is not None and request.facts().get("kind") == "upload" and not request.answer()
    except BadRequest:
        return False


def take_up_uploads(requests: Sequence[Request], errands: Errands) -> None:
    """Receives several uploads in one pass; where something goes wrong, those not answered yet one by one."""
    replies = [Reply(request) for request in requests]
    for reply in replies:
        reply.stage(say("clerk.taken_up"))
    try:
        errands.uploads(replies)
    except BilingualError:
        pass  # Told to each below.
    except Exception:
        traceback.print_exc()
    for reply in replies:
        if not reply.is_ended:
            take_up(reply.request, errands)


def take_up(request: Request, errands: Errands) -> None:
    """Carries one request out; whatever goes wrong becomes its answer.

    One whose worker died three times is given up, so that it does not keep the others waiting for ever.
    """
    reply = Reply(request, attempt=int(request.answer().get("attempt") or 0) + 1)
    if reply.attempt > MOST_ATTEMPTS:
        reply.end("failed", say("clerk.given_up", count=MOST_ATTEMPTS))
        return
    reply.stage(say("clerk.taken_up"))
    try:
        errands.run(request, reply)
    except TimeUnconfirmed as unsure:
        reply.ask(unsure.question, unsure.last)
    except BilingualError as error:
        reply.end("refused", error.sentence)
    except Exception as error:
        traceback.print_exc()
        reply.end("failed", say("clerk.fault", detail=_detail(error)))


def _detail(error: Exception) -> str:
    reason = getattr(error, "strerror", None) or str(error)
    return f"{type(error).__name__}: {reason}"[:300]


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C reaches it too: it ends without a word, as when killed.
    work(data_folder(), int(sys.argv[1]), is_behind=CATCH_UP in sys.argv[2:], reading=READING in sys.argv[2:])
