"""What the clerk does for the page of the office: makes the office, and changes what it says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from metrics.contract import OFFICE_MAKE
from metrics.office import OFFICE_FILE, Office, load_office, office_facts, office_faults, office_file
from metrics.rules.standing import name_objection, reason_objection
from metrics.sentences import Bilingual, say, say_each
from pipelines.archive import Archive
from pipelines.clerk.facts import text
from pipelines.clerk.replies import Reply
from pipelines.clerk.requests import BadRequest, Request
from pipelines.journals import write_durably
from pipelines.new_office import make_office
from pipelines.records import OfficeChange

# What periods and days are counted by: once something has come in, it stands under them.
FIXED = ("time_zone", "year_begins")


@dataclass(frozen=True)
class Said:
    """What was done and is to be loaded: the sentence on it, and its facts."""

    said: Bilingual
    outcome: dict[str, Any]


class OfficeDesk:
    """Requests about what one office says of itself."""

    def __init__(self, data_folder: Path) -> None:
        self.data_folder, self.path = data_folder, data_folder / OFFICE_FILE

    def run(self, request: Request, facts: dict[str, Any], reply: Reply) -> Said | None:
        """Carries one request out; answers what is refused, and gives what was done, which is to be loaded first.

        Raises:
            BadRequest: for one that says something else than requests of its kind say.
            NotEmpty: where an office is to be made in a folder that holds something else.
            OSError: when it could not be written.
        """
        said = facts.get("facts")
        if not isinstance(said, dict):
            raise BadRequest("facts 应为机构的各项", "facts must be what the office says of itself")
        if faults := office_faults(said):
            self._refuse(reply, faults)
            return None
        return self._make(said) if facts["kind"] == OFFICE_MAKE else self._change(request, facts, said, reply)

    def _make(self, said: Mapping[str, object]) -> Said:
        # Its worker may have died before it could answer: it is made once.
        if not self.path.exists() or self.path.read_bytes() != office_file(said, self.path):
            make_office(self.data_folder, said)
        called = load_office(self.data_folder).called
        return Said(say_each("clerk.office_made", {"office": called}), {"languages": said["languages"]})

    def _change(self, request: Request, facts: dict[str, Any], said: Mapping[str, object], reply: Reply) -> Said | None:
        by, reason = (text(facts, "by") or "").strip(), (text(facts, "reason") or "").strip()
        code = name_objection(by) or reason_objection(reason)
        if code or not reason:
            reply.end("refused", say(f"round.{code}" if code else "clerk.office_reasonless"))
            return None
        archive, content = Archive(self.data_folder / "raw"), office_file(said, self.path)
        with archive.exclusive():
            made = next((one for one in archive.office_changes() if one.request_id == request.request_id), None)
            if made is None:
                changed = changed_facts(load_office(self.data_folder), Office.model_validate(said))
                faults = {key: say("clerk.office_fixed") for key in FIXED if key in changed and archive.receipts()}
                if faults or not changed:
                    self._refuse(reply, faults, say("clerk.office_same"))
                    return None
                made = OfficeChange(archive.next_moment(), by, reason, changed, archive.keep_content(content),
                                    request.request_id)  # fmt: skip
                archive.write(made)
            write_durably(self.path, content)
        return Said(say("clerk.office_changed", by=by), asdict(made))

    @staticmethod
    def _refuse(reply: Reply, faults: Mapping[str, Bilingual], otherwise: Bilingual | None = None) -> None:
        said = say("clerk.office_faulty", count=len(faults)) if faults or otherwise is None else otherwise
        told = {key: {"zh": fault.zh, "en": fault.en} for key, fault in faults.items()}
        reply.end("refused", said, outcome={"faults": told})


def changed_facts(before: Office, after: Office) -> list[str]:
    """What an office says of itself otherwise than before, by its keys."""
    was, now = office_facts(before), office_facts(after)
    return [key for key in now if was.get(key) != now[key]]
