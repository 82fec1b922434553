"""What receiving costs: a hundred reports in one pass, forty of one unit, findings on the page, a preview.

    .venv/bin/python benchmarks/receiving.py [--uploads 20] [--port 8065] [pass|page] …

`pass`: `duibiao receive` of 100 filled templates (25 units, four rounds) and of 40 versions of one unit's report, each
as a process of its own, beside bare calamine in one process that reads every cell of the same files.
`page`: a warm server is sent uploads and single changes over HTTP, one after another; the clock runs from the last byte
of a file, or the click, until the answer has the findings or the preview, beside bare calamine on the same file.
"""

from __future__ import annotations

import argparse
import datetime
import http.client
import json
import os
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from pipelines.office import Office  # noqa: E402
from pipelines.readers.workbook import WorkbookReader  # noqa: E402
from pipelines.reports.report import ReceivedReport, read_report  # noqa: E402
from pipelines.template.contents import make_template  # noqa: E402
from pipelines.template.workbook import workbook_bytes  # noqa: E402

PROGRAMME, REPORTER = "cdm-zone-2018", "sc-kjt"
NUMBERS = ("actual_value", "numerator_value", "denominator_value", "completion_pct")
TEXTS = ("task_status", "progress", "problems", "next_steps", "evidence")
CALAMINE = """
import resource, sys, time
from python_calamine import CalamineWorkbook
began = time.perf_counter()
for path in sys.argv[1:]:
    book = CalamineWorkbook.from_path(path)
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()
used = resource.getrusage(resource.RUSAGE_SELF)
print(time.perf_counter() - began, used.ru_utime + used.ru_stime)
"""


def run(data: Path, *arguments: str) -> tuple[float, float]:
    """Seconds of one `duibiao` command on an office, start included: by the clock, and of processor."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "app", *arguments], cwd=PROJECT, env={**os.environ, "DUIBIAO_DATA": str(data)},
        check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - began, processor


def own_office(folder: Path) -> Path:
    """A copy of the shipped office with its definitions published and nothing received."""
    shutil.copytree(PROJECT / "data" / "raw", folder / "raw",
                    ignore=shutil.ignore_patterns("archive", "quarantine", "inbox"))  # fmt: skip
    shutil.copyfile(PROJECT / "data" / "office.yml", folder / "office.yml")
    run(folder, "programme", "publish", "--files", "--first", "--no-load")
    return folder


def filled(office: Office, report: ReceivedReport, more: str = "") -> bytes:
    """The template of a report with what a sample says in it, as a unit would send it; `more` is said of progress."""
    programme_id, period_id, subject_id = report.key or ("", "", "")
    template = make_template(office, subject_id, period_id, programme_id)
    said = {row["item_id"]: row for row in report.rows}
    rows = []
    for number, row in enumerate(template.rows):
        values, own = dict(row.values), said.get(row.item.item_id, {})
        values |= {name: Decimal(str(own[name])) for name in NUMBERS if own.get(name)}
        values |= {name: f"{own[name]}{more if name == 'progress' else ''}" for name in TEXTS if own.get(name)}
        if number == 0:
            values["submitted_on"] = datetime.date.fromisoformat(str(report.rows[0]["submitted_on"]))
        rows.append(replace(row, values=values))
    return workbook_bytes(replace(template, rows=rows))


def write_reports(data: Path, folder: Path) -> tuple[list[Path], list[Path]]:
    """A hundred reports of many units, and forty versions of one; as files."""
    office, hundred, forty = Office(data / "raw", with_sample=False), [], []
    folder.mkdir()
    with WorkbookReader() as workbooks:
        samples = sorted((data / "raw/sample/reports" / PROGRAMME).rglob("*.v1.csv"))
        read = [read_report(path, path.name, office.register, workbooks) for path in samples[:100]]
    for number, report in enumerate(read):
        hundred.append(folder / f"{number:03}.xlsx")
        hundred[-1].write_bytes(filled(office, report))
    one = next(report for report in read if report.key and report.key[2] == REPORTER)
    for number in range(40):
        forty.append(folder / f"one-{number:02}.xlsx")
        forty[-1].write_bytes(filled(office, one, f"第{number}稿。"))
    return hundred, forty


def bare(paths: list[Path]) -> tuple[float, float]:
    """Seconds in which calamine alone reads every cell: by the clock without its start, and of processor with it."""
    command = [sys.executable, "-c", CALAMINE, *map(str, paths)]
    seconds, processor = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(seconds), float(processor)


def measure_pass(folder: Path) -> None:
    """Prints what a pass over many files costs."""
    pristine = own_office(folder / "pristine")
    hundred, forty = write_reports(pristine, folder / "files")
    for name, paths in (("100 reports of 25 units", hundred), ("40 reports of one unit", forty)):
        taken = []
        for number in range(3):
            data = Path(shutil.copytree(pristine, folder / f"{paths[0].stem}-{number}"))
            taken.append(run(data, "receive", *map(str, paths)))
        clock, processor = (statistics.median(column) for column in zip(*taken, strict=True))
        alone = bare(paths)[1]
        print(f"{name}: {clock:.2f} s by the clock, {processor:.2f} s of processor; "
              f"bare calamine {alone:.2f} s of processor, ratio {processor / alone:.0f}")  # fmt: skip


@contextmanager
def served(data: Path, port: int) -> Iterator[None]:
    """The pages of an office, once they answer."""
    command = [sys.executable, "-m", "app", "serve", "--port", str(port)]
    process = subprocess.Popen(
        command, cwd=PROJECT, env={**os.environ, "DUIBIAO_DATA": str(data)}, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        while process.poll() is None:
            try:
                ask(port, "GET", "/")
                break
            except OSError:
                time.sleep(0.05)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def ask(port: int, method: str, path: str, body: bytes | None = None, **headers: str) -> bytes:
    """What the server says."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        return connection.getresponse().read()
    finally:
        connection.close()


def told(port: int, kind: str, body: bytes, **headers: str) -> tuple[float, float]:
    """Seconds from the last byte of a request until its findings are there, and until its final answer."""
    laid = ask(port, "POST", f"/requests/{kind}", body, X_Duibiao_Request=kind, **headers)
    began, found = time.perf_counter(), None
    while True:
        answer = json.loads(ask(port, "GET", f"/requests/{json.loads(laid)['request_id']}",
                                Accept="application/json"))["answer"]  # fmt: skip
        is_final = answer is not None and answer["state"] in ("done", "refused", "failed")
        if found is None and answer is not None and (answer["outcome"] or is_final):
            found = time.perf_counter() - began
        if found is not None and is_final:
            return found, time.perf_counter() - began
        time.sleep(0.005)


def said_of_change(number: int) -> bytes:
    """A single change as the form says it, each time another one."""
    said = {"valid_from": "2019-04-01", "value": f"{700 + number}", "document_title": "关于调整目标的通知",
            "document_number": "试〔2019〕3号", "document_issuer": "试用", "document_issued_on": "2019-03-20",
            "section": "一", "phrase": f"{700 + number}家", "reason": "试用"}  # fmt: skip
    facts = {"by": "试用", "programme_id": PROGRAMME, "change": "adjusted", "subject_id": "cdm-incubators"}
    return json.dumps(facts | {"said": said}).encode()


def measure_page(folder: Path, port: int, count: int) -> None:
    """Prints how long somebody in front of a page waits."""
    data = own_office(folder / "page")
    hundred, _ = write_reports(data, folder / "sent")
    run(data, "load")
    taken: dict[str, list[float]] = {"findings of an upload": [], "upload until it is loaded": [], "preview": []}
    with served(data, port):
        for number, path in enumerate(hundred[: count + 1]):
            headers = {"X_Acting_Name": "test", "X_File_Name": path.name}
            found, ended = told(port, "upload", path.read_bytes(), **headers)
            if number:  # The first one starts the worker.
                taken["findings of an upload"].append(found)
                taken["upload until it is loaded"].append(ended)
        for number in range(count + 2):
            seconds, _ = told(port, "programme_form", said_of_change(number), Content_Type="application/json")
            if number > 1:
                taken["preview"].append(seconds)
    alone = statistics.median(bare([path])[0] for path in hundred[1 : count + 1])
    for name, seconds_each in taken.items():
        ordered = sorted(seconds_each)
        middle, late = statistics.median(ordered), ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
        ratio = f"{middle / alone:.0f} × bare calamine on a report ({1000 * alone:.1f} ms)"
        print(f"{name}: median {middle:.2f} s, p95 {late:.2f} s of {len(ordered)}, {ratio}")


def main() -> None:
    """Measures what is asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", nargs="*", choices=["pass", "page"], default=["pass", "page"])
    parser.add_argument("--uploads", type=int, default=20)
    parser.add_argument("--port", type=int, default=8065)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if "pass" in options.what:
            measure_pass(Path(folder))
        if "page" in options.what:
            measure_page(Path(folder), options.port, options.uploads)


if __name__ == "__main__":
    main()
