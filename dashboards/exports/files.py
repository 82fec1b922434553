"""A dataset as a file, in any of the formats: what the command line and the address of a file both call."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from dashboards.exports.csv_file import csv_text
from dashboards.exports.csv_sql import quoted_text, write_csv
from dashboards.exports.datasets import column_types, dataset_query, open_dataset
from dashboards.exports.selection import BadSelection, Selection
from metrics.warehouse import Snapshot

# Format → the ending of its file.
ENDINGS = {"csv": ".csv", "excel-csv": ".excel.csv", "xlsx": ".xlsx", "parquet": ".parquet"}


def write_dataset(
    snapshot: Snapshot, dataset: str, file_format: str, path: Path, selection: Selection | None = None
) -> None:
    """One dataset, or the chosen rows and columns of it, in the file at `path`, which appears whole or not at all.

    Raises:
        BadSelection: when the selection cannot be followed, or not in this format.
        ExportRefused: when the format cannot hold what the dataset holds.
        OSError: when the place cannot be written.
    """
    if selection is None or not selection.chooses:
        write_whole(path, lambda draft: _write(snapshot, dataset, file_format, draft))
        return
    if not file_format.endswith("csv"):
        raise BadSelection(
            f"{file_format}: 筛选和选列只用于 csv 和 excel-csv / filters and columns go with csv and excel-csv only"
        )
    header, rows = open_dataset(snapshot, dataset, selection)
    pieces = csv_text(header, rows, with_mark=file_format == "excel-csv")
    write_whole(path, lambda draft: _write_pieces(draft, pieces))


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


def _write_pieces(path: Path, pieces: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(pieces)


def _write_parquet(snapshot: Snapshot, dataset: str, path: Path) -> None:
    build = quoted_text(snapshot.build.build_id)
    options = f"format parquet, compression zstd, kv_metadata {{duibiao_build: {build}}}"
    query = dataset_query(dataset)
    with snapshot.cursor(query) as cursor:
        cursor.execute(f"copy ({query}) to {quoted_text(str(path))} ({options})")
