"""Reminders: one, as a mail file (RFC 5322) that mail programs open as a draft, and all of them in one archive."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP

from metrics.reading.rows import UnitName

LANGUAGE_TAGS = {"zh": "zh-CN", "en": "en"}
# The earliest day that an archive can hold: equal content gives equal bytes.
FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Reminder:
    """A reminder: to whom, in which language, what it is about, its paragraphs, and the addresses it goes to."""

    unit: UnitName
    language: str
    subject: str
    paragraphs: tuple[str, ...]
    addresses: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The paragraphs as a letter sets them: in Chinese indented by two characters below the salutation."""
        indent = "\u3000\u3000" if self.language == "zh" else ""
        gap = "\n" if self.language == "zh" else "\n\n"
        return gap.join([self.paragraphs[0], *(indent + paragraph for paragraph in self.paragraphs[1:])])


def eml(reminder: Reminder) -> bytes:
    """A draft without sender and date, to the addresses of the unit's contacts; without any, whoever sends it has one.

    >>> from metrics.sentences import Bilingual
    >>> name = UnitName("sc-kjt", Bilingual("科技厅", "Department"))
    >>> eml(Reminder(name, "en", "Please report", ("To the Department:", "Please report."))).splitlines()[0]
    b'Subject: Please report'
    """
    message = EmailMessage(policy=SMTP)
    # In one line, whatever the names hold: a line break would end the header.
    message["Subject"] = " ".join(reminder.subject.split())
    if reminder.addresses:
        message["To"] = ", ".join(reminder.addresses)
    message["X-Unsent"] = "1"
    message.set_content(reminder.text + "\n", charset="utf-8", cte="base64")
    message["Content-Language"] = LANGUAGE_TAGS[reminder.language]
    return message.as_bytes()


def archive(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Files by name as one .zip; the same files give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for name, content in files:
            member = zipfile.ZipInfo(name, FIRST_MOMENT)
            member.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(member, content)
    return buffer.getvalue()
