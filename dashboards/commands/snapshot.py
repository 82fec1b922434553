"""What the commands of this room share: the snapshot that they read, and refusals that name the place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click
import duckdb

from metrics.office import office_in_force
from metrics.sentences import BilingualError
from metrics.warehouse import Snapshot, Warehouse

as_of_option = click.option("--as-of", "as_of", type=click.DateTime(["%Y-%m-%d"]),
                            help="按此日的情况 · As things stood at the end of that day.")  # fmt: skip


def read_snapshot(as_of: datetime | None = None) -> Snapshot:
    """The build in force, or its view as of a day.

    Raises:
        BadOffice: when the data folder is no office, or one whose file cannot be used, and nothing was published.
        NoSnapshot: when there is none that may be shown.
        DayAhead: when the day has not come.
    """
    office_in_force()  # A load would not help whoever has no office to load.
    return Warehouse().snapshot(as_of.date() if as_of else None)


@contextmanager
def refusals_told(out: Path) -> Iterator[None]:
    """What keeps `out` from being written, as a sentence instead of a traceback."""
    try:
        yield
    except BrokenPipeError:
        raise  # Whoever read has seen enough: no place is at fault.
    except OSError as error:
        place = f"{out}: {error.strerror}"
        raise BilingualError(f"{place}: 请换一个可写的位置", f"{place}: choose a place that can be written") from None
    except duckdb.IOException as error:
        # A disk that is full while DuckDB writes; its message names the file.
        raise BilingualError(
            f"{out}: {error}: 请检查磁盘空间", f"{out}: {error}: see whether the disk is full"
        ) from None
