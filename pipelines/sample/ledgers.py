"""Made-up ledgers of any size, for trying out and for measuring; the same seed gives the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from metrics.database import connect
from metrics.queries import query_text
from metrics.sentences import BilingualError

QUERIES_FOLDER = Path(__file__).parents[1] / "sql" / "ledger_sample"
LEDGER_IDS = tuple(sorted(path.stem for path in QUERIES_FOLDER.glob("*.sql")))
SUFFIXES = (".csv", ".parquet")
# Who keeps each ledger in the sample, and the time its records are drawn from.
KEEPERS: dict[str, tuple[tuple[str, ...], date, date]] = {
    "contracts": (("重庆市科技局", "四川省科技厅"), date(2023, 12, 4), date(2025, 12, 31)),
    "platforms": (("重庆市科技局", "四川省科技厅"), date(2023, 12, 4), date(2025, 12, 31)),
    "transfers": (("成都市人民政府", "德阳市人民政府", "绵阳市人民政府"), date(2018, 9, 25), date(2020, 12, 31)),
    "enterprises": (("成都市人民政府", "德阳市人民政府", "绵阳市人民政府"), date(2018, 9, 25), date(2020, 12, 31)),
}


class UnknownSuffix(BilingualError, ValueError):
    """A ledger is asked for in a format that none is written in."""


def write_ledger(
    ledger_id: str,
    row_count: int,
    seed: int,
    path: Path,
    unit_names: Sequence[str] | None = None,
) -> None:
    """Writes `row_count` made-up records to `path`, as CSV or Parquet by its suffix.

    Args:
        ledger_id: one of `LEDGER_IDS`.
        row_count: how many; memory does not grow with it beyond what DuckDB allows itself.
        seed: another seed gives other records; the n-th of a seed is the same in a file of any size.
        path: ends in `.csv` or `.parquet`; an existing file is replaced once the new one is whole.
        unit_names: the units to spread the records over, by default those that keep this ledger in the sample.

    Raises:
        UnknownSuffix: for another suffix.
        OSError: when the place cannot be written.
    """
    if path.suffix not in SUFFIXES:
        raise UnknownSuffix(
            f"{path.name}: 文件名须以 .csv 或 .parquet 结尾", f"{path.name} must end in .csv or .parquet"
        )
    keepers, starts_on, ends_on = KEEPERS[ledger_id]
    draft = path.with_name(path.name + ".part")
    try:
        draft.touch()
        with connect() as connection:
            records = connection.sql(
                query_text(ledger_id, QUERIES_FOLDER),
                params={
                    "row_count": row_count,
                    "seed": str(seed),
                    "unit_names": list(unit_names or keepers),
                    "starts_on": starts_on,
                    "ends_on": ends_on,
                },
            )
            if path.suffix == ".csv":
                records.write_csv(str(draft), header=True)
            else:
                records.write_parquet(str(draft))
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
