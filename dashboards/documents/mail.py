"""Reminders as mail files (RFC 5322) that mail programs open as drafts, and all of them in one archive."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from email.message import EmailMessage
from email.policy import SMTP

from dashboards.documents.reminders import Reminder

LANGUAGE_TAGS = {"zh": "zh-CN", "en": "en"}
# The earliest day that an archive can hold: equal content gives equal bytes.
FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)


def eml(reminder: Reminder) -> bytes:
    """A draft without sender, addressee and date: the catalog knows no address, and whoever sends it has one.

    >>> from metrics.views import UnitName
    >>> from metrics.sentences import Bilingual
    >>> name = UnitName("sc-kjt", Bilingual("科技厅", "Department"))
    >>> eml(Reminder(name, "en", "Please report", ("To the Department:", "Please report."))).splitlines()[0]
    b'Subject: Please report'
    """
    message = EmailMessage(policy=SMTP)
    # In one line, whatever the names hold: a line break would end the header.
    message["Subject"] = " ".join(reminder.subject.split())
    message["X-Unsent"] = "1"
    message.set_content(reminder.text + "\n", charset="utf-8", cte="base64")
    message["Content-Language"] = LANGUAGE_TAGS[reminder.language]
    return message.as_bytes()


def archive(files: Mapping[str, bytes] | Iterable[tuple[str, bytes]]) -> bytes:
    """Files by name as one .zip; the same files give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for name, content in dict(files).items():
            member = zipfile.ZipInfo(name, FIRST_MOMENT)
            member.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(member, content)
    return buffer.getvalue()
