"""Documents, reminders and the calendar over HTTP: the same bytes as the commands write."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flask import Flask, Response, request

from dashboards.address import Address, unfollowed
from dashboards.document_paths import ALL, BULLETIN, FORMATS
from dashboards.documents.called import subject_called
from dashboards.documents.delivery import (
    File,
    calendar_file,
    reminder_files,
    round_files,
    standings_file,
    summary_files,
    zipped,
)
from dashboards.documents.orders import ListOrder, Order, Refused, SummaryOrder
from dashboards.web.answers import attachment, refusal
from dashboards.web.languages import spoken_now
from metrics.warehouse import NoSnapshot, Snapshot, Warehouse

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "zip": "application/zip",
    "eml": "message/rfc822",
    "ics": "text/calendar; charset=utf-8",
}


def register_documents(server: Flask, warehouse: Warehouse) -> None:
    """Adds the files."""

    @server.get("/documents/<programme_id>/<period_id>/<path:name>")
    def document(programme_id: str, period_id: str, name: str) -> Response:
        return _answer(warehouse, partial(_document, programme_id=programme_id, period_id=period_id, name=name))

    @server.get("/centre-summaries/<centre_id>/<int:year>.<file_format>")
    def centre_summary(centre_id: str, year: int, file_format: str) -> Response:
        return _answer(warehouse, partial(_summary, centre_id=centre_id, year=year, file_format=file_format))

    @server.get("/standings-lists/<kind_id>.<file_format>")
    def standings_list(kind_id: str, file_format: str) -> Response:
        return _answer(warehouse, partial(_standings, kind_id=kind_id, file_format=file_format))

    @server.get("/reminders/<programme_id>/<period_id>/<path:name>")
    def reminder(programme_id: str, period_id: str, name: str) -> Response:
        return _answer(warehouse, partial(_reminder, programme_id=programme_id, period_id=period_id, name=name))

    @server.get("/calendar/<programme_id>.ics")
    def calendar(programme_id: str) -> Response:
        return _answer(warehouse, partial(_calendar, programme_id=programme_id))


def _answer(warehouse: Warehouse, make: Callable[[Snapshot, str], File]) -> Response:
    from dashboards.documents.typesetting.pdf import FontMissing

    query = request.query_string.decode("utf-8", "replace")
    if unread := unfollowed(query):
        return refusal(400, *unread)
    address = Address.parse(request.path, query, languages=spoken_now(warehouse))
    try:
        snapshot = warehouse.snapshot(address.as_of)
        name, content = make(snapshot, address.language)
    except Refused as reason:
        return refusal(404, *reason.sentence)
    except (NoSnapshot, FontMissing) as reason:
        return refusal(503, *reason.sentence)
    headers = {
        "Content-Disposition": attachment(name),
        "Cache-Control": "no-cache",
        "X-Duibiao-Build": snapshot.build.build_id,
    }
    return Response(content, content_type=TYPES[name.rpartition(".")[2]], headers=headers)


def _document(snapshot: Snapshot, language: str, programme_id: str, period_id: str, name: str) -> File:
    wanted, _, ending = name.partition(".")
    file_format = ending.removesuffix(".zip") if wanted == ALL else ending
    if file_format not in FORMATS or (wanted == ALL) != ending.endswith(".zip"):
        known = f"{BULLETIN}.docx, {BULLETIN}.pdf, {ALL}.docx.zip"
        raise Refused(f"{name}: 没有这个文件，可用 {known}", f"{name} is no file; there are: {known}")
    unit_id = None if wanted in (BULLETIN, ALL) else wanted
    files = round_files(snapshot, Order(programme_id, period_id, language, file_format, unit_id, wanted == ALL))
    stem = f"{subject_called(snapshot, programme_id, language)}-{period_id}"
    return zipped(f"{stem}-{file_format}", language, files) if wanted == ALL else next(files)


def _summary(snapshot: Snapshot, language: str, centre_id: str, year: int, file_format: str) -> File:
    if file_format not in FORMATS:
        known = ", ".join(FORMATS)
        raise Refused(
            f"{file_format}: 没有这种文件，可用 {known}", f"{file_format} is no such file; there are: {known}"
        )
    return next(summary_files(snapshot, SummaryOrder(centre_id, year, language, file_format)))


def _standings(snapshot: Snapshot, language: str, kind_id: str, file_format: str) -> File:
    if file_format not in FORMATS:
        known = ", ".join(FORMATS)
        raise Refused(
            f"{file_format}: 没有这种文件，可用 {known}", f"{file_format} is no such file; there are: {known}"
        )
    return standings_file(snapshot, ListOrder(kind_id, language, file_format))


def _reminder(snapshot: Snapshot, language: str, programme_id: str, period_id: str, name: str) -> File:
    is_for_all = name == f"{ALL}.zip"
    unit_id = None if is_for_all else name.removesuffix(".eml")
    files = reminder_files(snapshot, programme_id, period_id, language, unit_id)
    stem = f"{subject_called(snapshot, programme_id, language)}-{period_id}"
    return zipped(f"{stem}-reminders", language, files) if is_for_all else files[0]


def _calendar(snapshot: Snapshot, language: str, programme_id: str) -> File:
    return calendar_file(snapshot, programme_id, language)
