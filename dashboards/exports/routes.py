"""`/export/<dataset>.csv`: the file that the command line writes, over HTTP, for people and scripts."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask, Response, request

from dashboards.address import Address
from dashboards.exports.csv_file import csv_text
from dashboards.exports.datasets import DATASETS, open_dataset
from dashboards.exports.selection import BadSelection, Selection
from metrics.warehouse import NoSnapshot, Warehouse

# Longest ending first: `x.excel.csv` also ends in `.csv`.
ENDINGS = {".excel.csv": True, ".csv": False}


def export_path(dataset: str, for_excel: bool = False) -> str:
    """The path of a file."""
    return f"/export/{dataset}{'.excel.csv' if for_excel else '.csv'}"


def selection_of(address: Address) -> Selection:
    """What an address chooses from a dataset.

    Raises:
        BadSelection: when a filter is not written as one.
    """
    places = {"programme": address.programme_id, "period": address.period_id, "unit": address.unit_id}
    return Selection.written(address.where, address.columns, places)


def register_exports(server: Flask, warehouse: Warehouse) -> None:
    """Adds the files, one address per dataset and flavour."""

    @server.get("/export/<path:name>")
    def export(name: str) -> Response:
        ending = next((ending for ending in ENDINGS if name.endswith(ending)), None)
        dataset = name.removesuffix(ending) if ending else name
        if ending is None or dataset not in DATASETS:
            return _refusal(
                f"{name}: 没有这个文件 / no such file; {', '.join(f'{known}.csv' for known in DATASETS)}", 404
            )
        try:
            return _file(warehouse, dataset, ENDINGS[ending], name)
        except BadSelection as reason:
            return _refusal(str(reason), 400)
        except NoSnapshot as reason:
            return _refusal(str(reason), 503)


def _file(warehouse: Warehouse, dataset: str, with_mark: bool, name: str) -> Response:
    address = Address.parse(request.path, request.query_string.decode("utf-8", "replace"))
    snapshot = warehouse.snapshot(address.as_of)
    header, rows = open_dataset(snapshot, dataset, selection_of(address))
    pieces = _bytes(csv_text(header, rows, with_mark=with_mark))
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-cache",
        "X-Duibiao-Build": snapshot.build.build_id,
    }
    return Response(pieces, content_type="text/csv; charset=utf-8; header=present", headers=headers)


def _bytes(pieces: Iterator[str]) -> Iterator[bytes]:
    """The file in blocks: a line at a time would cost more in sending than in reading."""
    block: list[str] = []
    for piece in pieces:
        block.append(piece)
        if len(block) >= 500:
            yield "".join(block).encode("utf-8")
            block.clear()
    yield "".join(block).encode("utf-8")


def _refusal(sentence: str, status: int) -> Response:
    return Response(f"{sentence}\n", status=status, content_type="text/plain; charset=utf-8")
