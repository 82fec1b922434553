"""`/requests`: what the pages ask of the clerk, and its answers; never the work itself."""

from __future__ import annotations

import binascii
import json
from base64 import b64decode
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import Flask, Response, jsonify, request, send_file
from werkzeug.exceptions import RequestEntityTooLarge

from dashboards.address import Address
from dashboards.components.office_form import office_answer
from dashboards.components.programmes.answers import check_answer, form_answer, publish_answer
from dashboards.components.programmes.assigning import breakdown_answer
from dashboards.components.requests import answer_line, upload_answer
from dashboards.documents.called import subject_called
from dashboards.markup import markup
from dashboards.screen import Screen
from dashboards.web.mailbox import Altered, Announced, CutShort, Mail, Mailbox, TooLarge, TooMany
from dashboards.web.office_requests import faults_at_fields, office_request
from dashboards.words import LANGUAGES, load_words
from metrics import clock
from metrics.contract import LARGEST_FILE, LARGEST_REQUEST, OFFICE_KINDS, OFFICE_MAKE, REQUEST_ID
from metrics.kinds.table import kind, kinds, meant
from metrics.reading.feedback import seen_until
from metrics.reading.office import read_office, subject_names
from metrics.rules.standing import name_objection, reason_objection
from metrics.sentences import Bilingual, say
from metrics.single_changes import LONGEST_TEXT, single_changes
from metrics.warehouse import Snapshot

# A form of another site cannot set it, and a script of another site may not.
GUARD = "X-Duibiao-Request"
LONGEST_ID = 80
# Whoever asks for these decides nothing.
NAMELESS = ("template", "programme_template", "programme_form", "programme_assign", OFFICE_MAKE)

Answer = tuple[Response, int]


def register_requests(server: Flask, mailbox: Mailbox, now: Callable[[], Snapshot | None]) -> None:
    """Adds the addresses that take requests and tell what became of them, over the snapshot of `now`."""

    @server.post("/requests/<any(upload, programme_check, programme_breakdown):kind>")
    def upload(kind: str) -> Answer:
        return _refusal_of_stranger() or _laid_upload(mailbox, kind)

    @server.post(
        "/requests/<any(step, template, time, programme_template, programme_form, programme_assign, programme_publish, "
        "office_make, office_change):kind>"
    )
    def ask(kind: str) -> Answer:
        return _refusal_of_stranger() or _laid(mailbox, kind, now())

    @server.get("/requests")
    def clerk() -> Answer:
        return _told({"has_clerk": mailbox.has_clerk()}, 200)

    @server.get("/requests/<request_id>")
    def answer(request_id: str) -> Answer:
        mail = mailbox.mail(request_id)
        if mail is None:
            return _refused(_sentence("request.unknown"), 404)
        has_clerk = mail.is_finished or mailbox.has_clerk()
        if request.accept_mimetypes.best_match(("application/json", "text/html")) == "text/html":
            return _drawn(request_id, mail, has_clerk, now()), 200
        facts = {"request": mail.request, "answer": mail.answer, "is_finished": mail.is_finished}
        return _told({**facts, "has_clerk": has_clerk}, 200)

    @server.get("/requests/<request_id>/<name>")
    def left_file(request_id: str, name: str) -> Response | Answer:
        path, mail = mailbox.left_file(request_id, name), mailbox.mail(request_id)
        if path is None or mail is None:
            return _refused(_sentence("request.unknown"), 404)
        sent = send_file(path, as_attachment=True, download_name=_download_name(mail.request, name, now()))
        sent.headers["Cache-Control"] = "no-store"
        return sent


def _drawn(request_id: str, mail: Mail, has_clerk: bool, snapshot: Snapshot | None) -> Response:
    """What became of a request, as the piece of a page that the page which asked puts in its place."""
    languages = read_office(snapshot).languages if snapshot else LANGUAGES
    address = Address.parse("/upload", request.query_string.decode("utf-8", "replace"), languages=languages)
    screen = Screen(load_words(address.language), address, languages, snapshot.build.year_begins if snapshot else 1)
    kind, names = mail.request["kind"], subject_names(snapshot) if snapshot else {}
    if kind == "programme_check":
        piece = check_answer(screen, request_id, mail.request, mail.answer, has_clerk)
    elif kind == "programme_form":
        piece = form_answer(screen, request_id, mail.request, mail.answer, has_clerk)
    elif kind in ("programme_breakdown", "programme_assign"):
        piece = breakdown_answer(screen, request_id, mail.request, mail.answer, has_clerk)
    elif kind == "programme_publish":
        piece = publish_answer(screen, mail.answer, has_clerk, names)
    elif kind in OFFICE_KINDS:
        piece = office_answer(screen, mail.answer, has_clerk)
    elif kind == "upload":
        piece = upload_answer(screen, request_id, mail.request, mail.answer, has_clerk, names)
    else:
        piece = answer_line(screen, mail.answer, has_clerk)
    return Response(markup(piece)[0], mimetype="text/html", headers={"Cache-Control": "no-store"})


def _refusal_of_stranger() -> Answer | None:
    """Why a request is not one of our own pages', or None."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    is_foreign = site not in (None, "same-origin") or (origin is not None and urlsplit(origin).netloc != request.host)
    return _refused(_sentence("request.foreign"), 403) if is_foreign or GUARD not in request.headers else None


def _laid_upload(mailbox: Mailbox, kind: str) -> Answer:
    # Looking at a workbook is nobody's act.
    by = unquote(request.headers.get("X-Acting-Name", "")).strip() if kind == "upload" else ""
    if kind == "upload" and (code := name_objection(by)):
        return _refused(say(f"round.{code}"), 400)
    programme_id = unquote(request.headers.get("X-Programme", ""))
    if (kind == "programme_breakdown") is not _is_id(programme_id):
        return _refused(_sentence("request.malformed"), 400)
    of = {"programme_id": programme_id} if programme_id else {}
    request.max_content_length = None
    if (request.content_length or 0) > LARGEST_FILE:
        return _refused(_sentence("request.too_large"), 413)
    try:
        name = unquote(request.headers.get("X-File-Name", ""))
        announced = Announced(request.content_length, _announced_sha256(request.headers.get("Content-Digest")))
        return _told({"request_id": mailbox.lay_upload(by, name, request.stream, announced, kind, **of)}, 202)
    except TooLarge:
        return _refused(_sentence("request.too_large"), 413)
    except CutShort as cut:
        return _refused(_cut_short(cut), 400)
    except Altered:
        return _refused(_sentence("request.altered"), 400)
    except TooMany:
        return _refused(_sentence("request.too_many"), 503)
    except OSError as error:
        return _refused(_sentence("request.not_stored", reason=error.strerror or str(error)), 507)


def _announced_sha256(header: str | None) -> str | None:
    """The SHA-256 of `Content-Digest: sha-256=:…:` (RFC 9530) in hex; None where the header has none.

    >>> _announced_sha256("sha-512=:AA==:, sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:")[:8]
    'e3b0c442'
    >>> _announced_sha256("sha-256=:?:"), _announced_sha256(None)
    ('', None)
    """
    for digest in (header or "").split(","):
        algorithm, _, value = digest.strip().partition("=")
        if algorithm.lower() == "sha-256":
            try:
                return b64decode(value.strip(":"), validate=True).hex()
            except binascii.Error:
                return ""  # The hash of nothing that could come.
    return None


def _cut_short(cut: CutShort) -> Bilingual:
    if cut.announced is None:
        return _sentence("request.broken_off")
    return _sentence("request.cut_short", received=f"{cut.received:,}", announced=f"{cut.announced:,}")


def _laid(mailbox: Mailbox, kind: str, snapshot: Snapshot | None) -> Answer:
    request.max_content_length = LARGEST_REQUEST
    given = _given()
    read: dict[str, Callable[[Any], dict[str, Any] | None]] = {
        "step": lambda given: _step(given, snapshot), "time": _time, "template": _place,
        "programme_template": _workbook, "programme_form": _single_change, "programme_assign": _assignment,
        "programme_publish": _publication,
        **dict.fromkeys(OFFICE_KINDS, office_request),
    }  # fmt: skip
    facts = read[kind](given)
    if facts is None:
        return _refused(_sentence("request.malformed"), 400)
    if kind in OFFICE_KINDS and (faults := faults_at_fields(facts["facts"])):
        return _faulty(faults)
    by = str(facts.pop("by")).strip()
    code = (name_objection(by) if kind not in NAMELESS else None) or reason_objection(facts.get("reason"))
    if code:
        return _refused(say(f"round.{code}"), 400)
    try:
        return _told({"request_id": mailbox.lay(kind, by, **facts)}, 202)
    except TooMany:
        return _refused(_sentence("request.too_many"), 503)
    except OSError as error:
        return _refused(_sentence("request.not_stored", reason=error.strerror or str(error)), 507)


def _given() -> Any:
    """The body as JSON; None for what is none or not whole, or nests deeper than any of our requests."""
    try:
        body = request.get_data()
    except RequestEntityTooLarge:
        raise
    except Exception:
        return None  # Broken off: each server has errors of its own for that.
    try:
        return json.loads(body) if request.content_length in (None, len(body)) else None
    except (ValueError, RecursionError):
        return None


def _place(given: Any) -> dict[str, Any] | None:
    """Programme, period and who reports, of a request; None where it does not say them as it should."""
    of = meant(given) if isinstance(given, dict) else None
    if of is None or any(given.get(one.sender) is not None for one in kinds() if one.sender != of.sender):
        return None
    facts = {name: given.get(name) for name in ("by", "programme_id", "period_id", of.sender)}
    facts |= {"report_kind": of.kind_id, "by": facts["by"] or ""}
    is_named = _is_id(facts["programme_id"]) and _is_id(facts["period_id"])
    is_subject = facts[of.sender] is None or _is_id(facts[of.sender])
    return facts if is_named and is_subject and isinstance(facts["by"], str) else None


def _time(given: Any) -> dict[str, Any] | None:
    """Who confirms which time of the server; None where either is missing."""
    shown_at = _seen_until(given.get("shown_at")) if isinstance(given, dict) else None
    by = given.get("by") if isinstance(given, dict) else None
    return {"by": by, "shown_at": shown_at} if shown_at and isinstance(by, str) else None


def _workbook(given: Any) -> dict[str, Any] | None:
    """Whose workbook in which language, None for a new programme's; None where it does not say it as it should."""
    if not isinstance(given, dict) or given.get("language") not in (None, *LANGUAGES):
        return None
    programme_id = given.get("programme_id")
    is_whole = programme_id is None or _is_id(programme_id)
    return {"by": "", "programme_id": programme_id, "language": given.get("language")} if is_whole else None


def _single_change(given: Any) -> dict[str, Any] | None:
    """Which change of what a form says, in which words; None where it does not say it as it should."""
    if not isinstance(given, dict) or given.get("change") not in single_changes():
        return None
    facts = {name: given.get(name) for name in ("programme_id", "change", "subject_id", "publication", "said")}
    said, publication = facts["said"], facts["publication"]
    is_whole = isinstance(said, dict) and all(
        isinstance(text, str) and len(text) <= LONGEST_TEXT for text in said.values()
    )
    is_named = _is_id(facts["programme_id"]) and _is_id(facts["subject_id"])
    is_placed = publication is None or _is_id(publication)
    return {"by": "", **facts} if is_whole and is_named and is_placed else None


def _assignment(given: Any) -> dict[str, Any] | None:
    """Which table is to be read anew, and what its words mean; None where it does not say it as it should."""
    if not isinstance(given, dict):
        return None
    facts = {name: given.get(name) for name in ("of", "assigned", "sheet", "header_row")}
    assigned, row = facts["assigned"], facts["header_row"]
    is_whole = isinstance(assigned, dict) and all(
        isinstance(text, str) and len(text) <= LONGEST_TEXT for text in assigned.values()
    )
    is_placed = (facts["sheet"] is None or isinstance(facts["sheet"], str)) and (row is None or type(row) is int)
    is_named = isinstance(facts["of"], str) and REQUEST_ID.fullmatch(facts["of"])
    return {"by": "", **facts} if is_whole and is_placed and is_named else None


def _publication(given: Any) -> dict[str, Any] | None:
    """Who publishes which preview and why, with its conflicts settled; None where it does not say it as it should."""
    if not isinstance(given, dict):
        return None
    facts = {name: given.get(name) for name in ("by", "reason", "check", "sha256")}
    answers = given.get("answers") or {}
    if not all(isinstance(text, str) for text in facts.values()) or not isinstance(answers, dict):
        return None
    is_settled = all(number.isdecimal() and side in ("mine", "theirs") for number, side in answers.items())
    return {**facts, "answers": answers} if is_settled and REQUEST_ID.fullmatch(facts["check"] or "") else None


def _is_id(given: Any) -> bool:
    return isinstance(given, str) and 0 < len(given) <= LONGEST_ID


def _step(given: Any, snapshot: Snapshot | None) -> dict[str, Any] | None:
    facts = _place(given)
    if facts is None or given.get("step") not in kind(facts["report_kind"]).path.steps:
        return None
    version, reason = given.get("version"), given.get("reason")
    dated = {name: given[name] for name in ("received_on", "due_on") if given.get(name) is not None}
    is_whole = version is None or (isinstance(version, int) and not isinstance(version, bool))
    if not is_whole or not (reason is None or isinstance(reason, str)) or not all(map(_is_id, dated.values())):
        return None
    seen = _shown_until(snapshot) if given.get("seen_until") is None else _seen_until(given["seen_until"])
    if seen is None:
        return None
    return {**facts, "step": given["step"], "version": version, "reason": reason, "seen_until": seen, **dated}


def _shown_until(snapshot: Snapshot | None) -> str:
    """The time of the last record that pages show: whoever does not say what was seen saw no more."""
    return seen_until(snapshot) if snapshot else clock.now().isoformat(timespec="microseconds")


def _seen_until(given: Any) -> str | None:
    """The time of the last record that was seen, UTC in ISO form; None for what is no instant."""
    try:
        return clock.instant(given).isoformat(timespec="microseconds")
    except (TypeError, ValueError):
        return None


def _download_name(laid: dict[str, Any], name: str, snapshot: Snapshot | None) -> str:
    """What to call a file that the clerk left: after the file it marks, or whose template of which round it is."""
    ending = name.rpartition(".")[2]
    if laid["kind"] == "programme_template":
        language = str(laid.get("language") or LANGUAGES[0])
        programme_id = laid.get("programme_id")
        return f"{subject_called(snapshot, programme_id, language) if programme_id else 'programme'}.{ending}"
    if name.startswith("template"):
        sender = next((laid[one.sender] for one in kinds() if laid.get(one.sender)), None)
        return f"{subject_called(snapshot, str(sender), LANGUAGES[0])}-{laid.get('period_id')}.{ending}"
    stem = str(laid.get("file_name") or "upload").rpartition(".")
    return f"{stem[0] or stem[2]}-marked.{ending}"


def _sentence(key: str, **values: str) -> Bilingual:
    return Bilingual(*(load_words(language)(key, **values) for language in ("zh", "en")))


def _faulty(faults: Mapping[str, Bilingual]) -> Answer:
    said = say("clerk.office_faulty", count=len(faults))
    told = {key: {"zh": fault.zh, "en": fault.en} for key, fault in faults.items()}
    return _told({"said_zh": said.zh, "said_en": said.en, "faults": told}, 400)


def _refused(sentence: Bilingual, status: int) -> Answer:
    return _told({"said_zh": sentence.zh, "said_en": sentence.en}, status)


def _told(facts: dict[str, Any], status: int) -> Answer:
    answer = jsonify(facts)
    answer.headers["Cache-Control"] = "no-store"
    return answer, status
