"""Reminders as text, mail drafts and archive, and due dates as a calendar: opened again, the same both ways."""

import datetime as dt
import email
import io
import re
import zipfile
from email import policy

import pytest

from dashboards.documents.contents.calendar import escaped, folded, ics
from dashboards.documents.contents.reminders import reminders
from dashboards.documents.contents.wording import Wording
from dashboards.documents.typesetting.mail import eml
from metrics.reading.feedback import FeedbackRound, RoundLine
from metrics.reading.programme import Programme, Round, all_programmes
from metrics.reading.report import ReportState
from metrics.reading.rows import UnitName
from metrics.sentences import Bilingual
from metrics.warehouse import Build

pytestmark = pytest.mark.slow

CDM = "cdm-zone-2018"
DUE = dt.date(2019, 12, 31)
BUILD = Build("literal", dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC), "0" * 64, False, 1, "Asia/Shanghai", "0" * 64)
ROUNDS = (Round("2019H1", dt.date(2019, 6, 30), dt.date(2019, 6, 30)), Round("2019H2", DUE, DUE))
WORDS = Bilingual("示范区", "zone")
PROGRAMME = Programme(
    CDM, WORDS, WORDS, None, None, "half_year", Bilingual("半年一报;年底, 年中", "Half-yearly"), ROUNDS
)


def line(name, ladder, state="missing", reason=None):
    report = ReportState(
        "report", UnitName(name, Bilingual(f"单位{name}", f"Unit {name}")), "2019H2", is_lead=True, is_owed=True, due_on=DUE, state=state,
        is_nil=False, version=None, version_count=0, submitted_on=None, days_late=None, last_reason=reason,
        ladder=ladder, provenance=None,
    )  # fmt: skip
    return RoundLine(report, 0, 0)


def drafted(language, *lines):
    return reminders(Wording.of(language, BUILD), FeedbackRound(PROGRAMME, ROUNDS[1], lines))


@pytest.mark.parametrize(
    ("ladder", "zh", "en"),
    [
        ("not_due", "请提前做好准备", "in good time"),
        ("due_soon", "10天以内", "within the next ten days"),
        ("overdue", "目前已逾期", "has not come in"),
        ("overdue_30", "逾期已超过30天或已连续两期未报", "more than 30 days overdue"),
    ],
)
def test_a_reminder_says_how_urgent_it_is_in_both_languages(ladder, zh, en):
    for language, asked, due in (("zh", zh, "2019年12月31日"), ("en", en, "31 December 2019")):
        (found,) = drafted(language, line("a", ladder))
        assert asked in found.text
        assert due in found.text
        assert len(found.paragraphs) == 3


def test_a_returned_report_is_reminded_of_its_reason_with_one_full_stop():
    (found,) = drafted("zh", line("a", "on_time", "returned", "数字与台账不符。"))
    assert "退回原因：数字与台账不符。\n" in found.text
    assert "零报告" not in found.text


def test_who_owes_nothing_gets_no_reminder():
    assert [entry.unit.unit_id for entry in drafted("zh", line("a", "late", "accepted"), line("b", "overdue"))] == ["b"]


def test_a_mail_file_is_a_draft_without_an_invented_address():
    (found,) = drafted("zh", line("a", "overdue"))
    content = eml(found)
    assert content.isascii()
    assert all(piece.endswith(b"\r") for piece in content.split(b"\n")[:-1])
    assert max(map(len, content.splitlines())) <= 78
    read = email.message_from_bytes(content, policy=policy.default)
    assert not read.defects
    assert read["X-Unsent"] == "1"
    assert read["Subject"] == found.subject
    assert read["Content-Language"] == "zh-CN"
    assert not [name for name in ("To", "From", "Cc", "Bcc", "Sender", "Date") if read[name] is not None]
    assert read.get_content().splitlines() == found.text.splitlines()


def test_a_name_with_a_line_break_cannot_add_a_header():
    hostile = line("a", "overdue")
    programme = Programme(
        CDM, WORDS, Bilingual("x\r\nBcc: a@b", "x\r\nBcc: a@b"), None, None, "half_year", WORDS, ROUNDS
    )
    (found,) = reminders(Wording.of("en", BUILD), FeedbackRound(programme, ROUNDS[1], (hostile,)))
    read = email.message_from_bytes(eml(found), policy=policy.default)
    assert read["Bcc"] is None


def calendar_lines(content):
    """The lines of a calendar after RFC 5545, section 3.1, as (name, parameters, value)."""
    assert content.endswith(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    for octets in content.split(b"\r\n"):
        assert len(octets) <= 75
        octets.decode("utf-8")
    unfolded = content.decode("utf-8").replace("\r\n ", "").split("\r\n")[:-1]
    found = [re.fullmatch(r"([A-Z-]+)((?:;[A-Z-]+=[^:;]+)*):(.*)", entry) for entry in unfolded]
    assert all(found)
    return [match.groups() for match in found]


def events(lines):
    open_parts, found = [], []
    for name, parameters, value in lines:
        if name == "BEGIN":
            open_parts.append(value)
            if value == "VEVENT":
                found.append({})
        elif name == "END":
            assert open_parts.pop() == value
        elif "VEVENT" in open_parts:
            key = f"{open_parts[-1]}.{name}{parameters}"
            assert key not in found[-1]
            found[-1][key] = value
    assert not open_parts
    return found


def test_every_round_is_an_all_day_event_with_an_alarm_ten_days_before():
    wording = Wording.of("zh", BUILD)
    lines = calendar_lines(ics(wording, PROGRAMME))
    assert lines[:2] == [("BEGIN", "", "VCALENDAR"), ("VERSION", "", "2.0")]
    first, second = events(lines)
    assert first["VEVENT.DTSTART;VALUE=DATE"] == "20190630"
    assert first["VEVENT.DTEND;VALUE=DATE"] == "20190701"
    assert second["VEVENT.DTSTART;VALUE=DATE"] == "20191231"
    assert second["VALARM.TRIGGER"] == "-P10D"
    assert first["VEVENT.DTSTAMP"] == "20260102T030405Z"
    assert first["VEVENT.SUMMARY"] == "示范区2019年上半年推进情况报送截止"
    assert first["VEVENT.DESCRIPTION"] == "半年一报\\;年底\\, 年中"


def test_an_event_keeps_its_identity_from_build_to_build_and_in_every_language():
    later = Build("later", BUILD.built_at + dt.timedelta(days=9), "1" * 64, True, 2, "Asia/Shanghai", "0" * 64)
    found = [
        [event["VEVENT.UID"] for event in events(calendar_lines(ics(Wording.of(language, build), PROGRAMME)))]
        for language, build in (("zh", BUILD), ("zh", later), ("en", BUILD))
    ]
    assert found[0] == found[1] == found[2]
    assert len(set(found[0])) == 2


@pytest.mark.parametrize("text", ["对" * 100, "a" * 75, "a" * 76, "😀" * 40, "x" + "é" * 200])
def test_folding_loses_nothing_and_cuts_no_character(text):
    content = folded(escaped(text))
    calendar = content.split(b"\r\n")
    assert max(map(len, calendar)) <= 75
    assert b"".join([calendar[0], *(piece[1:] for piece in calendar[1:])]).decode("utf-8") == text


@pytest.fixture
def client(shipped):
    from dashboards.web.shell import create_dash
    from metrics.warehouse import Warehouse

    return create_dash(Warehouse(shipped)).server.test_client()


def test_reminders_are_the_same_over_http_and_by_command(client, shipped, run_duibiao, tmp_path):
    query = "?lang=zh&as_of=2020-01-01"
    ordered = ("remind", CDM, "2019H2", "--as-of", "2020-01-01", "--out")
    for out in (tmp_path / "mail", tmp_path / "mail.zip"):
        done = run_duibiao(*ordered, out, data=shipped)
        assert done.returncode == 0, done.stderr
    answer = client.get(f"/reminders/{CDM}/2019H2/all.zip{query}")
    assert answer.mimetype == "application/zip"
    assert answer.data == (tmp_path / "mail.zip").read_bytes()
    written = {path.name: path.read_bytes() for path in (tmp_path / "mail").iterdir()}
    assert written
    with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
        assert {name: packed.read(name) for name in packed.namelist()} == written
    for name, content in written.items():
        unit_id = name.removeprefix(f"{CDM}-2019H2-reminder-").removesuffix(".eml")
        one = client.get(f"/reminders/{CDM}/2019H2/{unit_id}.eml{query}")
        assert one.data == content
        assert f'filename="{name}"' in one.headers["Content-Disposition"]
        assert "【样例】" in email.message_from_bytes(content, policy=policy.default)["Subject"]


def test_the_calendar_is_the_same_over_http_and_by_command(client, shipped, snapshot, run_duibiao, tmp_path):
    out = tmp_path / "due.ics"
    assert run_duibiao("calendar", CDM, "--lang", "en", "--out", out, data=shipped).returncode == 0
    answer = client.get(f"/calendar/{CDM}.ics?lang=en")
    assert answer.mimetype == "text/calendar"
    assert answer.data == out.read_bytes()
    programme = next(entry for entry in all_programmes(snapshot) if entry.programme_id == CDM)
    found = events(calendar_lines(answer.data))
    assert [event["VEVENT.DTSTART;VALUE=DATE"] for event in found] == [
        f"{entry.due_on:%Y%m%d}" for entry in programme.rounds
    ]


def test_documents_are_the_same_over_http_and_by_command(client, shipped, run_duibiao, tmp_path):
    done = run_duibiao("bulletin", CDM, "2019H2", "--unit", "sc-kjt", "--out", tmp_path / "a.docx", data=shipped)
    assert done.returncode == 0, done.stderr
    answer = client.get(f"/documents/{CDM}/2019H2/sc-kjt.docx")
    assert answer.data == (tmp_path / "a.docx").read_bytes()
    assert 'filename="cdm-zone-2018-2019H2-sc-kjt.docx"' in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    "path",
    [
        f"/documents/{CDM}/2019H2/bulletin.exe",
        f"/documents/{CDM}/2019H2/nobody.docx",
        f"/documents/{CDM}/1999H2/bulletin.docx",
        "/documents/none/2019H2/bulletin.docx",
        f"/reminders/{CDM}/2019H2/nobody.eml",
        "/calendar/none.ics",
    ],
)
def test_what_is_not_there_is_named_with_what_there_is(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.mimetype == "text/plain"
    assert " / " in answer.get_data(as_text=True)


def test_the_commands_name_an_unknown_round(shipped, run_duibiao, tmp_path):
    done = run_duibiao("remind", CDM, "2031H1", "--out", tmp_path / "x", data=shipped)
    assert done.returncode == 1
    assert "2031H1" in done.stderr
    assert "2019H2" in done.stderr
    assert not (tmp_path / "x").exists()
