"""Notes: what a reader did to a cell or found out about a file, so that no conversion goes unsaid."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from expectations.result import shortened


@dataclass(frozen=True)
class Note:
    """One conversion: where, what stood there, what was read, and how."""

    sheet: str | None
    row_number: int | None
    column_name: str | None
    received: str
    read: str
    how_zh: str
    how_en: str

    def as_dict(self) -> dict[str, Any]:
        """The fields by name, for JSON."""
        return asdict(self)

    def text(self) -> str:
        """Both languages in one line, the place first."""
        received, read = shortened(self.received), shortened(self.read)
        row = f"第 {self.row_number} 行" if self.row_number else None
        place = " ".join(filter(None, (self.sheet, row, self.column_name)))
        return f"{place}：“{received}”→ {read}({self.how_zh} · {self.how_en})"
