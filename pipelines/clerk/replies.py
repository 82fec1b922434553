"""What the clerk answers to one request: how far it is, what became of it, and what to do next."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from expectations.result import Finding
from metrics import clock
from metrics.contract import ANSWER_FILE, ASKED, CONTENT_FILE, MARKED_FILE
from metrics.sentences import Bilingual
from pipelines.clerk.requests import Request


@dataclass
class Reply:
    """The answer to one request in the making; `attempt` counts how often it was taken up."""

    request: Request
    attempt: int = 1
    marked: str | None = None
    is_ended: bool = False

    def stage(
        self, stage: Bilingual, findings: Sequence[Finding] = (), outcome: Mapping[str, Any] | None = None
    ) -> None:
        """Tells how far it is, and what has been found by now."""
        found = {"findings": [finding.as_dict() for finding in findings], "outcome": outcome}
        self._write({"state": "working", "stage_zh": stage.zh, "stage_en": stage.en, **found})

    def mark(self, content: bytes) -> None:
        """Lays the marked copy beside the answer."""
        self.request.write(MARKED_FILE, content)
        self.marked = MARKED_FILE

    def ask(self, question: Bilingual, last: datetime) -> None:
        """Asks whether the time is right, so long after `last`; the request is taken up anew once somebody says so."""
        self.attempt = 0
        outcome = {"last_recorded_at": last.isoformat()}
        self._write({"state": ASKED, "said_zh": question.zh, "said_en": question.en, "outcome": outcome})

    def end(
        self, state: str, said: Bilingual, findings: Sequence[Finding] = (), outcome: Mapping[str, Any] | None = None,
        build_id: str | None = None, *, is_kept: bool = False,
    ) -> None:  # fmt: skip
        """Tells what became of it, for good; what came with it goes, unless it `is_kept` for a later request."""
        self.is_ended = True
        self._write(
            {
                "state": state,
                "said_zh": said.zh,
                "said_en": said.en,
                "findings": [finding.as_dict() for finding in findings],
                "outcome": outcome,
                "build_id": build_id,
            }
        )
        if state != "failed" and not is_kept:
            # What was received lies in the archive or in quarantine: kept here too, uploads would fill the disk twice.
            self.request.let_go(CONTENT_FILE)

    def _write(self, facts: dict[str, Any]) -> None:
        whole = {
            "stage_zh": "", "stage_en": "", "said_zh": "", "said_en": "", "findings": [], "outcome": None,
            "build_id": None, "marked": self.marked, "attempt": self.attempt,
            "answered_at": clock.now().isoformat(timespec="seconds"), **facts,
        }  # fmt: skip
        self.request.write(ANSWER_FILE, json.dumps(whole, ensure_ascii=False, indent=1).encode())
