"""A dataset as a file, in any of the formats: what the command line and the address of a file both call."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from dashboards.exports.cells import guarded_expression, instant_expression, quoted_name
from dashboards.exports.datasets import DATASETS, Chosen, chosen_rows, grain
from dashboards.exports.dictionary import described, dictionary_heads
from dashboards.exports.selection import Selection
from metrics.database import quoted
from metrics.warehouse import Snapshot

# Format → the ending of its file.
ENDINGS = {"csv": ".csv", "excel-csv": ".excel.csv", "xlsx": ".xlsx", "parquet": ".parquet"}

BYTE_ORDER_MARK = "\ufeff"
_OPTIONS = r"format csv, header, new_line '\r\n', preserve_order true"


def export_path(dataset: str, file_format: str = "csv") -> str:
    """The address of a file."""
    return f"/export/{dataset}{ENDINGS[file_format]}"


def write_dataset(
    snapshot: Snapshot, dataset: str, file_format: str, path: Path, selection: Selection | None = None
) -> None:
    """One dataset, or the chosen rows and columns of it, in the file at `path`, which appears whole or not at all.

    The format is one of `ENDINGS`, or `description`: what its columns are, as a page of Markdown.

    Raises:
        BadSelection: when the selection cannot be followed.
        ExportRefused: when the format cannot hold what the dataset holds.
        OSError: when the place cannot be written.
    """
    chosen = chosen_rows(snapshot, dataset, selection)
    if file_format == "xlsx":
        from dashboards.exports.workbook import write_workbook

        write_whole(path, lambda draft: write_workbook(snapshot, dataset, chosen, draft, selection))
    elif file_format == "description":
        write_whole(path, lambda draft: draft.write_text(description(dataset, chosen.types), encoding="utf-8"))
    elif file_format == "parquet":
        write_whole(path, lambda draft: _write_parquet(snapshot, chosen, draft))
    else:
        write_whole(path, lambda draft: write_csv(snapshot, chosen, draft, with_mark=file_format == "excel-csv"))


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Lets `write` fill a draft beside `path`, then moves it there, so that no half-written file has the name."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        draft.touch()
        write(draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def description(dataset: str, types: Mapping[str, str]) -> str:
    """What a dataset and its columns (with DuckDB's names of their types) are, as a page of Markdown."""
    heads = dictionary_heads()
    lines = [heads, ["---"] * len(heads), *described(dataset, types)]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"# {dataset} · {DATASETS[dataset]}\n\n{grain(dataset)}\n\n{table}\n"


def write_csv(snapshot: Snapshot, chosen: Chosen, path: Path, with_mark: bool = False) -> None:
    """The chosen rows as CSV (RFC 4180), written by DuckDB itself; `with_mark` puts first what Excel wants."""
    mark = BYTE_ORDER_MARK if with_mark else ""
    columns = [
        f"{guarded_expression(name, kind)} as {quoted_name(mark * (position == 0) + name)}"
        for position, (name, kind) in enumerate(chosen.types.items())
    ]
    # S608: only names of columns and our own SELECT reach it, and the path, quoted; values are parameters.
    statement = f"copy (select {', '.join(columns)} from ({chosen.query})) to {quoted(path)} ({_OPTIONS})"  # noqa: S608
    with snapshot.cursor(chosen.query) as cursor:
        cursor.execute(statement, chosen.parameters or None)


def _write_parquet(snapshot: Snapshot, chosen: Chosen, path: Path) -> None:
    build = quoted(snapshot.build.build_id)
    options = f"format parquet, compression zstd, kv_metadata {{duibiao_build: {build}}}"
    instants = [
        f"{instant_expression(name, kind)} as {quoted_name(name)}"
        for name, kind in chosen.types.items()
        if kind == "TIMESTAMP"
    ]
    query = f"select * replace ({', '.join(instants)}) from ({chosen.query})" if instants else chosen.query  # noqa: S608
    with snapshot.cursor(chosen.query) as cursor:
        cursor.execute(f"copy ({query}) to {quoted(path)} ({options})", chosen.parameters or None)
