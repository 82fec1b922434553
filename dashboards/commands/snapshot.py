"""What the commands of this room share: the snapshot that they read, names in it, and refusals that name the place."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click
import duckdb

from metrics.office import office_in_force
from metrics.reading.programme import Programme, all_programmes
from metrics.sentences import BilingualError, what_there_is
from metrics.warehouse import Snapshot, Warehouse
from metrics.written_periods import written_period

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


def named_programme(snapshot: Snapshot, name: str) -> Programme:
    """The programme with this id or name, in either language, long or short.

    Raises:
        BilingualError: naming those there are.
    """
    programmes = all_programmes(snapshot)
    chosen = next((entry for entry in programmes if _key(name) in map(_key, _names(entry))), None)
    if chosen is None:
        zh, en = what_there_is(f"{entry.short_name.zh} ({entry.programme_id})" for entry in programmes)
        raise BilingualError(f"{name!r}: 没有这一方案；{zh}", f"{name!r} is no programme; {en}")
    return chosen


def named_period(snapshot: Snapshot, programme: Programme, text: str) -> str:
    """The id of the round of a programme that is meant by a period as people write it.

    Raises:
        BilingualError: naming the rounds there are.
    """
    read = written_period(unicodedata.normalize("NFKC", text), snapshot.build.year_begins)
    rounds = [entry.period_id for entry in programme.rounds]
    if read is None or read.period_id not in rounds:
        known = ", ".join(rounds)
        raise BilingualError(f"{text!r}: 该方案没有这一期，有{known}", f"{text!r} is no round of its: {known}")
    return read.period_id


def _names(programme: Programme) -> tuple[str, ...]:
    name, short_name = programme.name, programme.short_name
    return (programme.programme_id, name.zh, name.en, short_name.zh, short_name.en)


def _key(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


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
