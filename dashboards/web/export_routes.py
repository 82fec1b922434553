"""`/export/<dataset>.csv` and the other formats: the file that the command line writes, over HTTP."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import duckdb
from flask import Flask, Response, request

from dashboards.address import Address, unfollowed
from dashboards.exports.datasets import DATASETS, ExportRefused
from dashboards.exports.files import ENDINGS, write_dataset
from dashboards.exports.selection import BadSelection, Selection
from dashboards.web.answers import attachment, refusal
from metrics.warehouse import NoSnapshot, Warehouse

# Longest ending first: `x.excel.csv` also ends in `.csv`.
FORMATS = dict(sorted(((ending, name) for name, ending in ENDINGS.items()), key=lambda pair: -len(pair[0])))
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8; header=present",
    "excel-csv": "text/csv; charset=utf-8; header=present",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}
_BLOCK_BYTES = 1 << 18


def register_exports(server: Flask, warehouse: Warehouse) -> None:
    """Adds the files, one address per dataset and flavour."""

    @server.get("/export/<path:name>")
    def export(name: str) -> Response:
        ending = next((ending for ending in FORMATS if name.endswith(ending)), None)
        dataset = name.removesuffix(ending) if ending else name
        if ending is None or dataset not in DATASETS:
            known = f"{', '.join(DATASETS)} + {' '.join(FORMATS)}"
            return refusal(404, f"{name}: 没有这个文件，可用 {known}", f"{name} is no file; there are {known}")
        if unread := unfollowed(request.query_string.decode("utf-8", "replace")):
            return refusal(400, *unread)
        try:
            return _file(warehouse, dataset, FORMATS[ending], name)
        except (BadSelection, ExportRefused) as reason:
            return refusal(400, *reason.sentence)
        except NoSnapshot as reason:
            return refusal(503, *reason.sentence)
        except (OSError, duckdb.IOException, duckdb.OutOfMemoryException) as reason:
            en = f"{name}: the disk is full or cannot be written ({reason})"
            return refusal(507, f"{name}: 磁盘空间不足或不可写 ({reason})", en)


def _file(warehouse: Warehouse, dataset: str, file_format: str, name: str) -> Response:
    address = Address.parse(request.path, request.query_string.decode("utf-8", "replace"))
    snapshot = warehouse.snapshot(address.as_of)
    with tempfile.TemporaryDirectory(prefix="duibiao-") as folder:
        path = Path(folder) / name
        write_dataset(snapshot, dataset, file_format, path, Selection.of(address))
        # Open, it can be read to its end after its name has gone, whether or not the reader stays for all of it.
        file = path.open("rb")
    headers = {
        "Content-Disposition": attachment(name),
        "Content-Length": str(os.fstat(file.fileno()).st_size),
        "Cache-Control": "no-cache",
        "X-Duibiao-Build": snapshot.build.build_id,
    }
    return Response(_blocks(file), content_type=CONTENT_TYPES[file_format], headers=headers)


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while block := file.read(_BLOCK_BYTES):
            yield block
