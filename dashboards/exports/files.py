"""A dataset as a file, in any of the formats: what the command line and the address of a file both call."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from dashboards.exports.csv_sql import quoted_text, write_csv
from dashboards.exports.datasets import column_types, dataset_query
from metrics.warehouse import Snapshot

# Format → the ending of its file.
ENDINGS = {"csv": ".csv", "excel-csv": ".excel.csv", "xlsx": ".xlsx", "parquet": ".parquet"}


def write_dataset(snapshot: Snapshot, dataset: str, file_format: str, path: Path) -> None:
    """One dataset in the file at `path`, which appears whole or not at all.

    Raises:
        ExportRefused: when the format cannot hold what the dataset holds.
        OSError: when the place cannot be written.
    """
    write_whole(path, lambda draft: _write(snapshot, dataset, file_format, draft))


def write_whole(path: Path, write: Callable[[Path], None]) -> None:
    """Lets `write` fill a draft beside `path`, then moves it there, so that no half-written file has the name."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        draft.touch()
        write(draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _write(snapshot: Snapshot, dataset: str, file_format: str, path: Path) -> None:
    if file_format == "xlsx":
        from dashboards.exports.workbook import write_workbook

        write_workbook(snapshot, dataset, path)
    elif file_format == "parquet":
        _write_parquet(snapshot, dataset, path)
    else:
        types = column_types(snapshot, dataset)
        write_csv(snapshot, dataset_query(dataset), types, path, with_mark=file_format == "excel-csv")


def _write_parquet(snapshot: Snapshot, dataset: str, path: Path) -> None:
    build = quoted_text(snapshot.build.build_id)
    options = f"format parquet, compression zstd, kv_metadata {{duibiao_build: {build}}}"
    with snapshot.cursor() as cursor:
        cursor.execute(f"copy ({dataset_query(dataset)}) to {quoted_text(str(path))} ({options})")
