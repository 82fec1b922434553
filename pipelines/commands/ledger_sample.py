"""The command `duibiao ledger-sample`."""

from __future__ import annotations

from pathlib import Path

import click

from metrics.sentences import BilingualError
from pipelines.sample.generate import DEFAULT_SEED
from pipelines.sample.ledgers import LEDGER_IDS, write_ledger


@click.command("ledger-sample")
@click.argument("ledger", type=click.Choice(LEDGER_IDS))
@click.option("--rows", "row_count", type=click.IntRange(min=0), required=True, help="记录数 · Number of records.")
@click.option("--seed", type=int, default=DEFAULT_SEED, show_default=True, help="随机种子 · Random seed.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="写入的 .csv 或 .parquet 文件 · The .csv or .parquet file to write.",
)
def ledger_sample(ledger: str, row_count: int, seed: int, out: Path) -> None:
    """生成任意大小的样例台账,同一种子得到相同文件 · Write a made-up ledger of any size, the same for the same seed.

    要加载它,请放入 raw/sample/evidence/<台账>/,其记录即为样例 · To load it, put it into
    raw/sample/evidence/<ledger>/, where its records are of class sample.
    """
    try:
        write_ledger(ledger, row_count, seed, out)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--out") from None
    except OSError as error:
        place = f"{out}: {error.strerror}"
        raise BilingualError(f"{place}: 请换一个可写的位置", f"{place}: choose a place that can be written") from None
    click.echo(f"已写入 {row_count} 条样例记录 · wrote {row_count} sample records: {out}", err=True)
