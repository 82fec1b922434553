"""All files of the sample, first in memory, then as one folder that appears at once."""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pipelines.sample.centre_books import centre_files
from pipelines.sample.centres import REPORT_HEADER as ANNUAL_HEADER
from pipelines.sample.centres import STEP_HEADER, annual_report_files, step_rows
from pipelines.sample.evidence import ledger_files
from pipelines.sample.inputs import Inputs
from pipelines.sample.opinions import CONFIDENCE_HEADER, WEIGHT_HEADER, confidence_rows, weight_rows
from pipelines.sample.reports import BREAKDOWN_HEADER, JOURNAL_HEADER, REPORT_HEADER, Reporter
from pipelines.sample.scenario import Scenario

DEFAULT_SEED = 20180925
README_NAME = "README.md"


class NotASampleFolder(ValueError):
    """The folder to replace holds something that this generator did not write."""


def sample_files(inputs: Inputs, scenario: Scenario, seed: int) -> dict[str, bytes]:
    """Every file of the sample by its path inside the folder; the same bytes for the same seed and inputs."""
    reporter = Reporter(inputs, scenario, seed)
    files = {
        README_NAME: scenario.labels.readme.format(seed=seed).encode(),
        "targets/unit_breakdown.csv": _csv(BREAKDOWN_HEADER, reporter.breakdown_rows()),
        "journal.csv": _csv(JOURNAL_HEADER, reporter.journal_rows()),
        "centres/report_steps.csv": _csv(STEP_HEADER, step_rows(scenario, inputs, seed)),
        "confidence/ratings.csv": _csv(CONFIDENCE_HEADER, confidence_rows(scenario, inputs, seed)),
        "weights/weights.csv": _csv(WEIGHT_HEADER, weight_rows(scenario)),
    }
    for name, header, rows in centre_files(scenario, seed):
        files[f"centres/{name}.csv"] = _csv(header, rows)
    for name, rows in annual_report_files(scenario, inputs, seed):
        files[name] = _csv(ANNUAL_HEADER, rows)
    for ledger_id, header, records in ledger_files(inputs, scenario, reporter):
        files[f"evidence/{ledger_id}/sample.csv"] = _csv(header, records)
    for report in reporter.reports():
        folder = f"reports/{report.programme_id}/{report.period_id}"
        for version in report.versions:
            lines = reporter.report_rows(report, version)
            files[f"{folder}/{report.unit.id}.v{version.number}.csv"] = _csv(REPORT_HEADER, lines)
    return files


def write_sample(files: Mapping[str, bytes], folder: Path) -> None:
    """Replace `folder` by `files`: written beside it in full, then swapped in by renaming.

    Raises:
        NotASampleFolder: when `folder` holds files, but not the README of an earlier sample.
    """
    folder = folder.absolute()
    if folder.exists() and any(folder.iterdir()) and not _is_sample(folder):
        raise NotASampleFolder(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".sample-", dir=folder.parent) as scratch:
        fresh = Path(scratch) / "new"
        fresh.mkdir()
        for name, content in files.items():
            path = fresh / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        if folder.exists():
            folder.rename(Path(scratch) / "old")
        try:
            fresh.rename(folder)
        except OSError:
            _put_back(Path(scratch) / "old", folder)
            raise


def _put_back(old: Path, folder: Path) -> None:
    if old.exists():
        shutil.move(old, folder)


def _is_sample(folder: Path) -> bool:
    readme = folder / README_NAME
    return readme.is_file() and "duibiao sample --seed" in readme.read_text(encoding="utf-8")


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return stream.getvalue().encode()
