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
from dashboards.web.attachment import attachment
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
            known = ", ".join(DATASETS)
            return _refusal(f"{name}: 没有这个文件 / no such file; {known} + {' '.join(FORMATS)}", 404)
        if reason := unfollowed(request.query_string.decode("utf-8", "replace")):
            return _refusal(reason, 400)
        try:
            return _file(warehouse, dataset, FORMATS[ending], name)
        except (BadSelection, ExportRefused) as reason:
            return _refusal(str(reason), 400)
        except NoSnapshot as reason:
            return _refusal(str(reason), 503)
        except (OSError, duckdb.IOException, duckdb.OutOfMemoryException) as reason:
            return _refusal(f"{name}: 磁盘空间不足或不可写 / the disk is full or cannot be written ({reason})", 507)


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


def _refusal(sentence: str, status: int) -> Response:
    return Response(f"{sentence}\n", status=status, content_type="text/plain; charset=utf-8")
