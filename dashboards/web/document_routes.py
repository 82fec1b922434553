"""Documents, reminders and the calendar over HTTP: the same bytes as the commands write."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flask import Flask, Response, request

from dashboards.address import Address, unfollowed
from dashboards.document_paths import ALL, BULLETIN, FORMATS
from dashboards.documents.delivery import Order, Refused
from dashboards.web.attachment import attachment
from metrics.warehouse import NoSnapshot, Snapshot, Warehouse

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "zip": "application/zip",
    "eml": "message/rfc822",
    "ics": "text/calendar; charset=utf-8",
}
Made = tuple[str, bytes]


def register_documents(server: Flask, warehouse: Warehouse) -> None:
    """Adds the files."""

    @server.get("/documents/<programme_id>/<period_id>/<path:name>")
    def document(programme_id: str, period_id: str, name: str) -> Response:
        return _answer(warehouse, partial(_document, programme_id=programme_id, period_id=period_id, name=name))

    @server.get("/centre-summaries/<centre_id>/<int:year>.<file_format>")
    def centre_summary(centre_id: str, year: int, file_format: str) -> Response:
        return _answer(warehouse, partial(_summary, centre_id=centre_id, year=year, file_format=file_format))

    @server.get("/reminders/<programme_id>/<period_id>/<path:name>")
    def reminder(programme_id: str, period_id: str, name: str) -> Response:
        return _answer(warehouse, partial(_reminder, programme_id=programme_id, period_id=period_id, name=name))

    @server.get("/calendar/<programme_id>.ics")
    def calendar(programme_id: str) -> Response:
        return _answer(warehouse, partial(_calendar, programme_id=programme_id))


def _answer(warehouse: Warehouse, make: Callable[[Snapshot, str], Made]) -> Response:
    from dashboards.documents.typesetting.pdf import FontMissing

    query = request.query_string.decode("utf-8", "replace")
    if unread := unfollowed(query):
        return _refusal(unread, 400)
    address = Address.parse(request.path, query)
    try:
        snapshot = warehouse.snapshot(address.as_of)
        name, content = make(snapshot, address.language)
    except Refused as reason:
        return _refusal(str(reason), 404)
    except (NoSnapshot, FontMissing) as reason:
        return _refusal(str(reason), 503)
    headers = {
        "Content-Disposition": attachment(name),
        "Cache-Control": "no-cache",
        "X-Duibiao-Build": snapshot.build.build_id,
    }
    return Response(content, content_type=TYPES[name.rpartition(".")[2]], headers=headers)


def _document(snapshot: Snapshot, language: str, programme_id: str, period_id: str, name: str) -> Made:
    from dashboards.documents.delivery import drawn
    from dashboards.documents.typesetting.mail import archive

    wanted, _, ending = name.partition(".")
    file_format = ending.removesuffix(".zip") if wanted == ALL else ending
    if file_format not in FORMATS or (wanted == ALL) != ending.endswith(".zip"):
        raise Refused(f"{name}: 没有这个文件 / no such file; {BULLETIN}.docx, {BULLETIN}.pdf, {ALL}.docx.zip")
    unit_id = None if wanted in (BULLETIN, ALL) else wanted
    made = drawn(snapshot, Order(programme_id, period_id, language, file_format, unit_id, wanted == ALL))
    if wanted != ALL:
        return next(made)
    language_mark = "" if language == "zh" else f".{language}"
    return f"{programme_id}-{period_id}-{file_format}{language_mark}.zip", archive(made)


def _summary(snapshot: Snapshot, language: str, centre_id: str, year: int, file_format: str) -> Made:
    from dashboards.documents.centre_files import SummaryOrder, summaries, summary_name
    from dashboards.documents.delivery import drawn_paper

    if file_format not in FORMATS:
        raise Refused(f"{file_format}: 没有这种文件 / no such file; {', '.join(FORMATS)}")
    order = SummaryOrder(centre_id, year, language, file_format)
    ((found, paper),) = summaries(snapshot, order)
    return summary_name(order, found), drawn_paper(paper, file_format, snapshot)


def _reminder(snapshot: Snapshot, language: str, programme_id: str, period_id: str, name: str) -> Made:
    from dashboards.documents.round_files import mail_name, reminder_file, reminder_files
    from dashboards.documents.typesetting.mail import archive

    if name == f"{ALL}.zip":
        language_mark = "" if language == "zh" else f".{language}"
        found = reminder_files(snapshot, programme_id, period_id, language)
        return f"{programme_id}-{period_id}-reminders{language_mark}.zip", archive(found)
    unit_id = name.removesuffix(".eml")
    content = reminder_file(snapshot, programme_id, period_id, unit_id, language)
    return mail_name(programme_id, period_id, unit_id, language), content


def _calendar(snapshot: Snapshot, language: str, programme_id: str) -> Made:
    from dashboards.documents.round_files import calendar_file

    return f"{programme_id}{'' if language == 'zh' else f'.{language}'}.ics", calendar_file(
        snapshot, programme_id, language
    )


def _refusal(sentence: str, status: int) -> Response:
    return Response(f"{sentence}\n", status=status, content_type="text/plain; charset=utf-8")
