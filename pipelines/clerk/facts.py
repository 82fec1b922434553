"""What a request says, read strictly: whatever is of another shape is refused with a sentence."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Any, BinaryIO

from metrics import clock
from pipelines.clerk.requests import BadRequest

LONGEST_NAME = 200


def require_hash(content: BinaryIO, sha256: str | None) -> None:
    """Refuses bytes that are no longer those that the web process received."""
    if sha256 is not None and hashlib.sha256(content.read()).hexdigest() != sha256:
        raise BadRequest(
            "存下的内容与送达时不同，未予收件。请重新上传，并请管理员检查磁盘",
            "what was stored is no longer what arrived, so it was not taken: upload it again, and have the "
            "administrator look at the disk",
        )
    content.seek(0)


def text(facts: dict[str, Any], name: str) -> str | None:
    """The text of that name, None where a request says nothing of it."""
    value = facts.get(name)
    if value is not None and not isinstance(value, str):
        raise BadRequest(f"{name} 应为文字", f"{name} must be text")
    return value


def day(facts: dict[str, Any], name: str) -> date | None:
    """The day of that name, None where a request says nothing of it."""
    said = text(facts, name)
    try:
        return date.fromisoformat(said) if said else None
    except ValueError:
        raise BadRequest(f"{name} 应为日期,如 2020-12-25", f"{name} must be a day such as 2020-12-25") from None


def moment(facts: dict[str, Any], name: str) -> datetime | None:
    """The instant of that name, None where a request says nothing of it."""
    said = text(facts, name)
    try:
        return None if said is None else clock.instant(said)
    except ValueError:
        raise BadRequest(f"{name} 应为时刻", f"{name} must be an instant") from None


def file_name(said: str | None) -> str:
    """What an upload is called: a label, never a path."""
    name = (said or "").replace("\\", "/").rpartition("/")[2]
    return "".join(c for c in name if c.isprintable()).strip()[-LONGEST_NAME:] or "upload"
