"""Everything that an office hands out: every page that a link leads to, every file that a page offers, as text."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator
from email import message_from_bytes, policy
from unittest import mock

from dashboards.web.shell import create_dash
from metrics.warehouse import Warehouse
from pipelines.office import Office as OfficeFolder
from pipelines.template.contents import make_template
from pipelines.template.csv_file import csv_bytes
from pipelines.template.workbook import workbook_bytes
from tests.offices.office import Office

LINK = re.compile(r'href="(/[^"]*)"')
XML_TEXT = re.compile(r"<[^>]+>")
# What stands in a document for those who do not see it, and is read to them.
SAID = re.compile(r'(?:title|aria-label|placeholder|content|alt|data-prompt|summary)="([^"]*)"')


def handed_out(office: Office, start: str = "/") -> dict[str, str]:
    """Path → the words under it: pages without their tags, the texts of documents, mails, calendars, headers of CSV.

    Each path is asked for once, in the first round and view that leads to it.
    """
    found: dict[str, str] = {}
    with mock.patch.dict("os.environ", office.environment):
        client = create_dash(Warehouse(office.data)).server.test_client()
        waiting = [start]
        while waiting:
            address = waiting.pop()
            path, _, query = address.partition("#")[0].partition("?")
            if path in found or path.startswith(("/assets", "/vendor", "/_dash", "/charts", "/theme")):
                continue
            answer = client.get(f"{path}?{query}", headers={"Host": "127.0.0.1"})
            assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text[:300]}"
            found[path] = _text(path, answer)
            if answer.mimetype == "text/html":
                waiting += [html.unescape(link) for link in LINK.findall(answer.text)]
    return found


def _text(path: str, answer: object) -> str:
    kind, content = answer.mimetype, answer.data  # type: ignore[attr-defined]
    if kind == "text/html":
        body = re.sub(r"(?s)<(script|style).*?</\1>", "", content.decode())
        return html.unescape(" ".join([*SAID.findall(body), XML_TEXT.sub(" ", body)]))
    if kind.startswith("application/vnd.openxml"):
        return office_text(content)
    if kind == "message/rfc822":
        message = message_from_bytes(content, policy=policy.default)
        return f"{message['Subject']} {message.get_content()}"
    if kind == "application/zip":
        with zipfile.ZipFile(io.BytesIO(content)) as whole:
            return " ".join(_member(whole.read(name), name) for name in whole.namelist())
    if kind == "text/csv":
        return content.decode("utf-8-sig").partition("\n")[0]
    return content.decode() if kind.startswith("text/") else ""


def _member(content: bytes, name: str) -> str:
    if name.endswith(".eml"):
        message = message_from_bytes(content, policy=policy.default)
        return f"{name} {message['Subject']} {message.get_content()}"
    return office_text(content) if name.endswith((".docx", ".xlsx")) else name


def office_text(content: bytes) -> str:
    """All text of an .xlsx or .docx file, cell notes and prompts too."""
    with zipfile.ZipFile(io.BytesIO(content)) as whole:
        return " ".join(html.unescape(_xml(whole.read(name).decode())) for name in _parts(whole))


def _parts(whole: zipfile.ZipFile) -> Iterator[str]:
    for name in whole.namelist():
        if name.endswith(".xml") and not name.endswith(("fontTable.xml", "theme1.xml", "styles.xml", "numbering.xml")):
            yield name


def _xml(text: str) -> str:
    said = re.findall(r'(?:promptTitle|prompt|errorTitle|error|name|descr)="([^"]*)"', text)
    return " ".join([*said, XML_TEXT.sub(" ", text)])


def templates(office: Office, *asked: tuple[str, str]) -> dict[str, str]:
    """The text of the templates of some units and periods, as workbook and as CSV."""
    found = {}
    with mock.patch.dict("os.environ", office.environment):
        folder = OfficeFolder(office.data / "raw", with_sample=False)
        for unit, period in asked:
            made = make_template(folder, unit, period)
            found[f"{unit} {period}.xlsx"] = office_text(workbook_bytes(made))
            found[f"{unit} {period}.csv"] = csv_bytes(made).decode("utf-8-sig")
    return found
