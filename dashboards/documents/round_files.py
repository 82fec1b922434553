"""The reminders of a round and the calendar of a programme as files, the same for the command and over HTTP."""

from __future__ import annotations

from dashboards.documents.contents.calendar import ics
from dashboards.documents.contents.reminders import reminders
from dashboards.documents.contents.wording import Wording
from dashboards.documents.delivery import Refused, known_programme
from dashboards.documents.typesetting.mail import eml
from metrics.reading.feedback import feedback_round
from metrics.warehouse import Snapshot


def reminder_files(snapshot: Snapshot, programme_id: str, period_id: str, language: str) -> dict[str, bytes]:
    """A mail file per unit to be reminded, by file name.

    Raises:
        Refused: for an unknown programme or round.
    """
    programme = known_programme(snapshot, programme_id, period_id)
    wording = Wording.of(language, snapshot.build)
    found = reminders(wording, feedback_round(snapshot, programme, period_id))
    return {mail_name(programme_id, period_id, entry.unit.unit_id, language): eml(entry) for entry in found}


def reminder_file(snapshot: Snapshot, programme_id: str, period_id: str, unit_id: str, language: str) -> bytes:
    """The mail file of one unit.

    Raises:
        Refused: for an unknown programme or round, and for a unit that owes nothing in it.
    """
    found = reminder_files(snapshot, programme_id, period_id, language)
    name = mail_name(programme_id, period_id, unit_id, language)
    if name not in found:
        raise Refused(
            f"{unit_id!r}: {period_id} 没有需要催办此单位的事项 / there is nothing to remind this unit of in this round"
        )
    return found[name]


def calendar_file(snapshot: Snapshot, programme_id: str, language: str) -> bytes:
    """The due dates of a programme.

    Raises:
        Refused: for an unknown programme.
    """
    return ics(Wording.of(language, snapshot.build), known_programme(snapshot, programme_id))


def mail_name(programme_id: str, period_id: str, unit_id: str, language: str) -> str:
    """The name of a mail file.

    >>> mail_name("cdm-zone-2018", "2019H2", "sc-kjt", "en")
    'cdm-zone-2018-2019H2-reminder-sc-kjt.en.eml'
    """
    return f"{programme_id}-{period_id}-reminder-{unit_id}{'' if language == 'zh' else f'.{language}'}.eml"
