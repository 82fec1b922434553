"""The rows beside what was received, gathered as Parquet: a load opens only new ones. Safe to delete at any time."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable
from pathlib import Path

import duckdb
import pyarrow as pa

MOST_SEGMENTS = 16
# A segment that took in every earlier one: from then on they count no more, removed or not.
_WHOLE = ".whole.parquet"
HASH_COLUMN = "_sha256"


class ParsedRows:
    """The rows of one kind of input, in segments under `warehouse/parsed/<kind>-<hash of its columns>`."""

    def __init__(self, warehouse_folder: Path, kind: str, columns: Iterable[str]) -> None:
        self.columns = [HASH_COLUMN, *columns]
        self.root = warehouse_folder / "parsed"
        self.folder = self.root / f"{kind}-{hashlib.sha256(','.join(self.columns).encode()).hexdigest()[:16]}"
        self.kind = kind

    @property
    def _schema(self) -> pa.Schema:
        return pa.schema([(name, pa.int64() if name == "_row" else pa.string()) for name in self.columns])

    @property
    def segments(self) -> list[Path]:
        """The Parquet files, oldest first; what the last one that took in others still leaves behind does not count."""
        paths = sorted(self.folder.glob("*.parquet"))
        return paths[max((n for n, path in enumerate(paths) if path.name.endswith(_WHOLE)), default=0) :]

    def known(self, connection: duckdb.DuckDBPyConnection) -> set[str]:
        """The hashes of the files whose rows are kept; a segment that cannot be read empties the folder."""
        if not self.segments:
            return set()
        try:
            rows = connection.execute(
                "select distinct _sha256 from read_parquet($files)",
                {"files": self._names()},
            ).fetchall()
        except duckdb.Error:
            shutil.rmtree(self.folder)  # Only kept to save time: all are gathered again.
            return set()
        return {str(sha256) for (sha256,) in rows}

    def add(self, rows: list[dict[str, object]]) -> None:
        """Keeps the rows of newly parsed files as one more segment; many small ones become a large one."""
        if not rows:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        for other in self.root.glob(f"{self.kind}-*"):
            if other != self.folder:
                shutil.rmtree(other)
        segments = self.segments
        for leftover in self.folder.iterdir():
            if leftover not in segments:
                leftover.unlink()
        table = pa.Table.from_pylist([{n: row.get(n) for n in self.columns} for row in rows], schema=self._schema)
        self._write(table)
        if len(self.segments) > MOST_SEGMENTS:
            self._compact()

    def write_to(self, connection: duckdb.DuckDBPyConnection, table_name: str) -> None:
        """Creates `table_name` with every kept row."""
        if self.segments:
            connection.read_parquet(self._names()).create(table_name)
        else:
            connection.from_arrow(self._schema.empty_table()).create(table_name)

    def _names(self) -> list[str]:
        return [str(path) for path in self.segments]

    def _write(self, table: pa.Table, ending: str = ".parquet") -> Path:
        import pyarrow.parquet as parquet

        number = 1 + max((int(path.name.partition(".")[0]) for path in self.segments), default=0)
        path = self.folder / f"{number:08}{ending}"
        draft = path.with_suffix(".part")
        try:
            parquet.write_table(table, draft)
        except OSError:
            draft.unlink(missing_ok=True)  # A full disk needs the room back.
            raise
        draft.replace(path)
        return path

    def _compact(self) -> None:
        import pyarrow.parquet as parquet

        old = self.segments
        self._write(pa.concat_tables([parquet.read_table(path, schema=self._schema) for path in old]), _WHOLE)
        for path in old:
            path.unlink()
