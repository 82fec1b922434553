"""The child process that opens workbooks: one request a line on standard input, one answer a line on standard output.

It looks before it reads, under limits of memory and processor time; whatever happens to it, the loader lives on.
"""

from __future__ import annotations

import json
import resource
import sys
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from pipelines.readers.grid import trimmed

MEMORY_LIMIT = 500 * 1024 * 1024
PROCESSOR_SECONDS = 10
MOST_CELLS = 200_000


def read_workbook(path: str) -> dict[str, Any]:
    """The sheets of the workbook at `path`, or a refusal with its rule and place."""
    from pipelines.readers.workbook_parts import Refused, inspect

    try:
        inspected = inspect(path)
        return {"sheets": _sheets(path, inspected.percents), "knows_percent": inspected.knows_percent}
    except Refused as refused:
        return {"refusal": refused.as_dict()}
    except MemoryError:
        return {"refusal": {"rule_id": "file.reader.memory"}}


def _sheets(path: str, percents: dict[str, set[tuple[int, int]]]) -> list[dict[str, Any]]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

    from pipelines.readers.workbook_parts import Refused

    try:
        with CalamineWorkbook.from_path(path) as workbook:
            return [
                _sheet(workbook.get_sheet_by_name(sheet.name), percents.get(sheet.name, set()))
                for sheet in workbook.sheets_metadata
                if sheet.typ == SheetTypeEnum.WorkSheet
            ]
    except PasswordError:
        raise Refused("file.protected") from None
    except (CalamineError, OSError, ValueError) as error:
        raise Refused("file.broken", detail=str(error)) from None


def _sheet(sheet: Any, percents: set[tuple[int, int]]) -> dict[str, Any]:
    from pipelines.readers.workbook_parts import Refused

    if sheet.total_height * sheet.total_width > 25 * MOST_CELLS:
        raise Refused("file.dimension", sheet=sheet.name)
    lines: list[list[Any]] = []
    for number, cells in enumerate(sheet.to_python(skip_empty_area=False)):
        read = [_cell(value, (number, index) in percents) for index, value in enumerate(cells)]
        while read and read[-1] is None:
            read.pop()
        if read:
            lines.append([number + 1, read])
    return {"name": sheet.name, "lines": lines, "merged": sheet.merged_cell_ranges or []}


def _cell(value: Any, is_percent: bool) -> list[str] | None:
    if isinstance(value, str):
        text = trimmed(value)
        # Calamine hands errors over as text.
        if text.startswith("#") and text.rstrip("!?").isupper():
            return [text, "other"]
        return [text, "text"] if text else None
    if isinstance(value, bool):
        return [str(value).upper(), "other"]
    if isinstance(value, (int, float)):
        number = format(Decimal(repr(value)), "f")
        number = number.rstrip("0").rstrip(".") if "." in number else number
        return [number, "percent" if is_percent else "number"]
    if isinstance(value, datetime):
        is_day = (value.hour, value.minute, value.second) == (0, 0, 0)
        return [value.date().isoformat(), "date"] if is_day else [value.isoformat(" "), "other"]
    if isinstance(value, date):
        return [value.isoformat(), "date"]
    if isinstance(value, (time, timedelta)):
        return [str(value), "other"]
    return [repr(value), "other"]


def main() -> None:
    """Answers requests until the input ends; each file gets its own share of processor time."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for request in sys.stdin:
        usage = resource.getrusage(resource.RUSAGE_SELF)
        spent = int(usage.ru_utime + usage.ru_stime)
        resource.setrlimit(resource.RLIMIT_CPU, (spent + PROCESSOR_SECONDS, resource.RLIM_INFINITY))
        answer = json.dumps(read_workbook(json.loads(request)["path"]), ensure_ascii=True)
        sys.stdout.write(answer + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
