"""Every dataset in one folder as a Frictionless data package: CSV files, their schema, and a hash beside each."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from importlib.metadata import version
from pathlib import Path
from typing import Any

from dashboards.exports.datasets import DATASETS, ExportRefused, column_types, grain
from dashboards.exports.dictionary import Column, columns, schema_type
from dashboards.exports.files import write_dataset
from metrics.warehouse import Snapshot

_BLOCK_BYTES = 1 << 20
# How the CSV files are written, as Table Dialect names it.
DIALECT = {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True}


def write_package(snapshot: Snapshot, folder: Path) -> None:
    """The data package in `folder`, which must be new or empty and appears whole or not at all.

    Raises:
        ExportRefused: when the folder already holds something.
        OSError: when the place cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ExportRefused(
            f"{folder}: 已有内容，请换空文件夹", f"{folder} holds something: name a new or empty folder"
        )
    draft = folder.with_name(f"{folder.name}.{os.getpid()}.part")
    try:
        (draft / "data").mkdir(parents=True)
        resources = [_write_resource(snapshot, dataset, draft) for dataset in DATASETS]
        text = json.dumps(descriptor(snapshot, resources), ensure_ascii=False, indent=2)
        (draft / "datapackage.json").write_text(f"{text}\n", encoding="utf-8")
        _write_hash(draft / "datapackage.json")
        draft.replace(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def descriptor(snapshot: Snapshot, resources: list[dict[str, Any]]) -> dict[str, Any]:
    """What `datapackage.json` says."""
    build = snapshot.build
    return {
        "profile": "tabular-data-package",
        "name": "duibiao",
        "title": "对标：政策目标与实际完成情况 · Duibiao: policy targets against actuals",
        "version": version("duibiao"),
        "created": build.built_at.isoformat(timespec="seconds"),
        "build": build.build_id,
        "inputsHash": build.inputs_hash,
        "hasSample": build.has_sample,
        "resources": resources,
    }


def table_schema(dataset: str, types: dict[str, str]) -> dict[str, Any]:
    """The Table Schema of a dataset's columns with DuckDB's types; an empty cell is a missing value."""
    meanings = columns(dataset)
    fields = [_field(name, kind, meanings[name]) for name, kind in types.items()]
    return {"fields": fields, "missingValues": [""]}


def _field(name: str, kind: str, column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": name,
        "type": schema_type(kind),
        "title": column.zh,
        "description": column.in_language("en"),
    }
    if column.unit:
        field["unit"] = column.unit
    if column.unit_in:
        field["unitIn"] = column.unit_in
    return field


def _write_resource(snapshot: Snapshot, dataset: str, folder: Path) -> dict[str, Any]:
    path = folder / "data" / f"{dataset}.csv"
    write_dataset(snapshot, dataset, "csv", path)
    digest = _write_hash(path)
    return {
        "profile": "tabular-data-resource",
        "name": dataset,
        "title": DATASETS[dataset],
        "description": grain(dataset),
        "path": f"data/{path.name}",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}",
        "dialect": DIALECT,
        "schema": table_schema(dataset, column_types(snapshot, dataset)),
    }


def _write_hash(path: Path) -> str:
    """Writes `<file>.sha256` in the form that `sha256sum --check` reads; gives the digest."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            digest.update(block)
    path.with_name(f"{path.name}.sha256").write_text(f"{digest.hexdigest()}  {path.name}\n", encoding="utf-8")
    return digest.hexdigest()
