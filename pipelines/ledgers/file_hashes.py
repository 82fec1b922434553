"""What a file holds, by its hash: a large file is hashed once, and again when the system says that it was touched."""

from __future__ import annotations

import hashlib
import json
import os
import time
from contextlib import suppress
from pathlib import Path

# A file written so shortly before it was looked at may be written again without another time.
_SURE_AFTER_NS = 3_000_000_000


class FileHashes:
    """The hashes of files, kept in one file under the times and sizes that they were seen with."""

    def __init__(self, kept: Path) -> None:
        """`kept` is where they are kept; it need not be there."""
        self._path = kept
        self._known: dict[str, list[object]] = {}
        with suppress(OSError, ValueError):
            self._known = json.loads(kept.read_text(encoding="utf-8"))

    def sha256(self, path: Path) -> str:
        """The SHA-256 of a file.

        Raises:
            OSError: when it cannot be read.
        """
        with path.open("rb") as stream:
            seen = _stamp(os.fstat(stream.fileno()))
            known = self._known.get(str(path))
            if known and known[:-1] == seen:
                return str(known[-1])
            found = hashlib.file_digest(stream, "sha256").hexdigest()
            after = os.fstat(stream.fileno())
        if _stamp(after) == seen and time.time_ns() - max(after.st_mtime_ns, after.st_ctime_ns) > _SURE_AFTER_NS:
            self._known[str(path)] = [*seen, found]
            self._keep()
        return found

    def _keep(self) -> None:
        # Without them the next load hashes again: nothing else depends on it.
        draft = self._path.with_name(f"{self._path.name}.{os.getpid()}.staged")
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            there = {path: known for path, known in self._known.items() if Path(path).exists()}
            draft.write_text(json.dumps(there), encoding="utf-8")
            draft.replace(self._path)


def _stamp(status: os.stat_result) -> list[object]:
    return [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]
