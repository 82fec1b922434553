"""The command `duibiao ledger count`: a ledger counted where its records live."""

from __future__ import annotations

import re
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import click
import pyarrow as pa
import pyarrow.parquet as pq

from metrics.sentences import BilingualError
from metrics.settings import data_folder

_ENGINE = re.compile(r"sc://([^\s/:]+):(\d{1,5})(/.*)?")
_SECONDS_TO_ANSWER = 10
MOST_RECORDS = 100_000


class NoEngine(BilingualError, RuntimeError):
    """Spark cannot be asked."""


@click.group("ledger")
def ledger_group() -> None:
    """台账:在记录所在之处计数 · Ledgers, counted where their records live."""


@ledger_group.command("count")
@click.argument("ledger")
@click.option("--engine", required=True, metavar="sc://HOST:PORT", help="Spark Connect 的地址 · Its address.")
@click.option("--table", required=True, help="台账所在的表 · The table that holds the ledger.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="结果的文件夹 · The folder of the results.",
)
@click.option(
    "--records",
    nargs=4,
    metavar="INDICATOR UNIT FIRST LAST",
    help="另取回一个数字背后的记录 · Bring home the records behind a figure, too.",
)
def count(ledger: str, engine: str, table: str, out: Path, records: tuple[str, str, str, str] | None) -> None:
    """在表所在的 Spark 上检查并计数台账 · Check and count a ledger on the Spark where its table is.

    形态、SELECT 和单位名称是已发布的定义。检查全部通过时写出 cube.parquet;否则有问题的行写入 offences-*.parquet。
    Shape, SELECT and names of units are those published. Where every check holds, cube.parquet is written; rows that
    offend go into offences-*.parquet, and the exit code is 1.
    """
    from pipelines.ledgers.elsewhere import TableElsewhere

    shape, unit_ids = _declared(ledger)
    days = (_day(records[2]), _day(records[3])) if records else None
    session = _session(engine)
    with _refusals(engine):
        there = TableElsewhere(session, shape, table, unit_ids)
        out.mkdir(parents=True, exist_ok=True)
        breaches = list(there.breaches())
        for breach in breaches:
            _write(breach.rows, out / f"offences-{breach.fault}-{breach.column.replace(', ', '-')}.parquet")
            click.echo(f"[error] {breach.fault}: {breach.column}: {breach.count}", err=True)
        if breaches:
            click.echo(f"未计数,有问题的行在 {out} · not counted; the rows that offend are in {out}", err=True)
            sys.exit(1)
        cube = there.cube()
        _write(cube, out / "cube.parquet")
        click.echo(f"已计数:{cube.num_rows} 行 · counted: {cube.num_rows} rows in {out / 'cube.parquet'}", err=True)
        if records and days:
            found = there.records(records[0], records[1], *days, MOST_RECORDS)
            _write(found, out / "records.parquet")
            click.echo(f"记录 {found.num_rows} 条 · {found.num_rows} records in {out / 'records.parquet'}", err=True)


@contextmanager
def _refusals(engine: str) -> Iterator[None]:
    """What Spark or a check refuses, as a sentence."""
    from pyspark.errors import PySparkException

    from expectations.result import BrokenCheck

    try:
        yield
    except BrokenCheck as error:
        raise NoEngine(
            f"{engine}: 这项检查不能在那里运行，未计数：{error}",
            f"{engine}: this check cannot be run there, so nothing was counted: {error}",
        ) from None
    except PySparkException as error:
        said = str(error).partition("\n")[0][:200]
        raise NoEngine(
            f"{engine}: Spark 拒绝了({said}),请检查表名和权限", f"{engine} refused ({said}): check table and rights"
        ) from None


def _declared(ledger: str) -> tuple[Any, dict[str, str]]:
    from metrics.catalog.units import current_names
    from pipelines.definitions.files import catalog_of, definitions_in_force
    from pipelines.ledgers.fitting import check_shapes
    from pipelines.ledgers.shape import load_shapes

    raw = data_folder() / "raw"
    definitions = definitions_in_force(raw)
    catalog, shapes = catalog_of(definitions, raw), load_shapes(definitions)
    check_shapes(shapes, catalog)
    shape = next((shape for shape in shapes if shape.ledger_id == ledger), None)
    if shape is None:
        known = ", ".join(shape.ledger_id for shape in shapes) or "-"
        raise click.BadParameter(f"{ledger}: 可用 · known: {known}", param_hint="LEDGER")
    return shape, current_names(catalog.units)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"{text}: YYYY-MM-DD", param_hint="--records") from None


def _session(engine: str) -> Any:
    written = _ENGINE.fullmatch(engine)
    if not written:
        raise click.BadParameter(f"{engine}: sc://HOST:PORT", param_hint="--engine")
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise NoEngine(
            "没有安装 Spark 客户端,请运行 make setup-spark",
            "the client of Spark is not installed: run `make setup-spark`",
        ) from None
    try:
        # The client itself would try again for ten minutes.
        with socket.create_connection((written[1], int(written[2])), _SECONDS_TO_ANSWER):
            pass
        session = SparkSession.builder.remote(engine).getOrCreate()
        session.sql("select 1").toArrow()
    except Exception as error:
        said = str(error).partition("\n")[0][:200]
        raise NoEngine(
            f"{engine}: 连接不上({said}),请检查地址和服务",
            f"{engine} cannot be asked ({said}): check address and service",
        ) from None
    return session


def _write(table: pa.Table, path: Path) -> None:
    draft = path.with_name(f"{path.name}.part")
    pq.write_table(table, draft)
    draft.replace(path)
