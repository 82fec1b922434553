"""What web and clerk have agreed on: where a request lies, what its files are called, and how much it may hold.

`docs/rounds.md` describes it. The web lays requests (`dashboards/web/mailbox.py`), the clerk carries them out
(`pipelines/clerk/requests.py`); neither knows the other.
"""

from __future__ import annotations

import re
from pathlib import Path

REQUESTS_FOLDER = "requests"
REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
# The files of a request: what is asked, the bytes that came with it, what the clerk says.
REQUEST_FILE, CONTENT_FILE, ANSWER_FILE = "request.json", "content", "answer.json"
# What the clerk may leave beside its answer for the reader to take along.
MARKED_FILE, TEMPLATE_FILE = LEFT_FILES = ("marked.xlsx", "template.xlsx")
# Held by the one clerk as long as it lives.
LOCK_FILE = ".clerk.lock"
# Kinds of requests that write nothing into archive or journal: a load need not be over before they are answered.
READING_KINDS = ("template", "programme_template", "programme_check", "programme_form", "programme_breakdown",
                 "programme_assign")  # fmt: skip
# What the form of the office is sent as.
OFFICE_MAKE, OFFICE_CHANGE = OFFICE_KINDS = ("office_make", "office_change")
# What a column of an office's own breakdown may hold, beside the parts of one unit or one target; or it is passed over.
COLUMN_ROLES = ("target", "unit", "value", "measure_unit", "baseline_value", "phrase")
PASSED_OVER = "-"
# Waits for a person to say that the server's time is right; then it is carried out.
ASKED = "asked"
# After these nothing more will be said.
FINAL_STATES = ("done", "refused", "failed")
LARGEST_FILE = 20 * 1024 * 1024
LARGEST_REQUEST = 64 * 1024


def requests_folder(raw_folder: Path) -> Path:
    """Where the requests of an office lie."""
    return raw_folder / "inbox" / REQUESTS_FOLDER
