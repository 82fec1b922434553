"""The child process that opens workbooks: one request a line on standard input, one answer a line on standard output.

A request names the file to be read, or that and the marks to be laid in a copy of it.
It looks before it reads, under limits of memory and processor time; whatever happens to it, the loader lives on.
"""

from __future__ import annotations

import json
import math
import resource
import sys
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.readers.grid import LARGEST_MERGED, MOST_CELLS, MOST_DECIMALS, trimmed
from pipelines.readers.letters import FORMULA, ROUNDED

if TYPE_CHECKING:
    from pipelines.readers.sheet_look import SheetLook

MEMORY_LIMIT = 500 * 1024 * 1024
PROCESSOR_SECONDS = 10
SURE_DIGITS = 13
_FORMULA_ALONE = "="


def read_workbook(path: str) -> dict[str, Any]:
    """The sheets of the workbook at `path`, or a refusal with its rule and place."""
    from pipelines.readers.sheet_look import Refused
    from pipelines.readers.workbook_parts import inspect

    try:
        return {"sheets": _sheets(path, inspect(path))}
    except Refused as refused:
        return {"refusal": refused.as_dict()}
    except MemoryError:
        return {"refusal": {"rule_id": "file.reader.memory"}}


def _sheets(path: str, looks: dict[str, SheetLook]) -> list[dict[str, Any]]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    from pipelines.readers.sheet_look import Refused, SheetLook

    try:
        with Path(path).open("rb") as content, CalamineWorkbook.from_filelike(content) as workbook:
            return [
                _sheet(workbook.get_sheet_by_name(sheet.name), looks.get(sheet.name, SheetLook()))
                | {"is_hidden": sheet.visible != SheetVisibleEnum.Visible}
                for sheet in workbook.sheets_metadata
                if sheet.typ == SheetTypeEnum.WorkSheet
            ]
    except PasswordError:
        raise Refused("file.protected") from None
    except (CalamineError, OSError, ValueError) as error:
        raise Refused("file.broken", detail=str(error)) from None


def _sheet(sheet: Any, looks: SheetLook) -> dict[str, Any]:
    from pipelines.readers.sheet_look import Refused

    merged = sheet.merged_cell_ranges or []
    areas = [(bottom - top + 1) * (right - left + 1) for (top, left), (bottom, right) in merged]
    # Small ranges stated again and again would keep the loader busy for minutes.
    covered = sum(area for area in areas if area <= LARGEST_MERGED)
    if sheet.total_height * sheet.total_width > 25 * MOST_CELLS or covered > MOST_CELLS:
        raise Refused("file.dimension", sheet=sheet.name)
    lines: list[list[Any]] = []
    # Calamine hands an error value, and a formula that was saved without its value, over as an empty cell.
    unread: dict[int, dict[int, str]] = {}
    for row, index in looks.formulas | set(looks.errors):
        unread.setdefault(row, {})[index] = looks.errors.get((row, index), _FORMULA_ALONE)
    rows = sheet.to_python(skip_empty_area=False)
    rows += [[] for _ in range(len(rows), max(unread, default=-1) + 1)]
    for number, cells in enumerate(rows):
        read = [_cell(value, looks, (number, index)) for index, value in enumerate(cells)]
        for index, text in unread.get(number, {}).items():
            read += [None] * (index + 1 - len(read))
            if (number, index) in looks.errors or read[index] is None:
                read[index] = [text, "other", FORMULA] if (number, index) in looks.formulas else [text, "other"]
        while read and read[-1] is None:
            read.pop()
        if read:
            lines.append([number + 1, read])
    return {
        "name": sheet.name,
        "lines": lines,
        "merged": merged,
        "hidden_rows": sorted(looks.hidden_rows),
        "hidden_columns": sorted(looks.hidden_columns),
        "links": [[*place, target] for place, target in looks.links.items()],
    }


def _cell(value: Any, looks: SheetLook, place: tuple[int, int]) -> list[str] | None:
    read = _without_mark(value, looks, place)
    mark = FORMULA if place in looks.formulas else looks.marks.get(place)
    return [*read[:2], mark] if read and mark else read


def _without_mark(value: Any, looks: SheetLook, place: tuple[int, int]) -> list[str] | None:
    if isinstance(value, str):
        text = trimmed(value)
        if text.startswith("#") and text.rstrip("!?").isupper():
            return [text, "other"]
        return [text, "text"] if text else None
    if isinstance(value, bool):
        return [str(value).upper(), "other"]
    if isinstance(value, (int, float)):
        return _number(value, looks, place)
    if isinstance(value, date):
        # The time of day is neither asked for nor, as a rule, shown: a day with one is that day.
        return [(value.date() if isinstance(value, datetime) else value).isoformat(), "date"]
    if isinstance(value, (time, timedelta)):
        return [str(value), "other"]
    return [repr(value), "other"]


def _number(value: float, looks: SheetLook, place: tuple[int, int]) -> list[str]:
    from pipelines.readers.number_formats import GENERAL, PERCENT, PLAIN, UNCLEAR, look_of

    if not math.isfinite(value):
        return [repr(value), "other"]
    held = _as_shown(value)
    look = look_of(looks.formats.get(place, GENERAL), held)
    shown = held
    if look.decimals is not None and look.kind in (PLAIN, PERCENT):
        shown = _rounded_as_shown(held, look.decimals, 2 if look.kind == PERCENT else 0)
    rounded = [ROUNDED] if shown != held else []
    number = format(shown, "f")
    number = number.rstrip("0").rstrip(".") if "." in number else number
    if (looks.hides_zeros and value == 0) or any(hiding.hides(place, held) for hiding in looks.hidings):
        return [number, UNCLEAR]
    if look.kind != PLAIN or not (look.before or look.after):
        return [number, look.kind if look.kind != PLAIN else "number", *rounded]
    # What the format writes beside the number is read as if the clerk had written it.
    return [f"{look.before}{number}{look.after}", "text", *rounded]


def _rounded_as_shown(held: Decimal, decimals: int, shifted: int) -> Decimal:
    # What a formula leaves when it is pasted as a value has more decimals than anybody sees, or than are kept.
    exponent = held.as_tuple().exponent
    if not isinstance(exponent, int) or -exponent <= MOST_DECIMALS + shifted:
        return held
    return held.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def _as_shown(value: float) -> Decimal:
    # A sum leaves 1004.1800000000001 behind, which every spreadsheet shows, in fifteen digits, as 1004.18.
    exact, short = Decimal(repr(value)), Decimal(f"{value:.15g}")
    return short if len(short.normalize().as_tuple().digits) <= SURE_DIGITS else exact


def mark_workbook(request: dict[str, Any]) -> dict[str, Any]:
    """Writes the file at `path` with marks to `to`, or says why no mark is laid in it."""
    from pipelines.readers.marked_file import CellMark, mark_file
    from pipelines.readers.workbook_package import NotMarked

    marks = [CellMark(*mark) for mark in request["marks"]]
    try:
        content = mark_file(Path(request["path"]).read_bytes(), marks, request["title"], request["listed"])
    except NotMarked as why:
        return {"not_marked": str(why)}
    except MemoryError:
        return {"not_marked": "memory"}
    Path(request["to"]).write_bytes(content)
    return {"marked": request["to"]}


def main() -> None:
    """Answers requests until the input ends; each file gets its own share of processor time."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for request in sys.stdin:
        usage = resource.getrusage(resource.RUSAGE_SELF)
        spent = int(usage.ru_utime + usage.ru_stime)
        resource.setrlimit(resource.RLIMIT_CPU, (spent + PROCESSOR_SECONDS, resource.RLIM_INFINITY))
        asked = json.loads(request)
        told = mark_workbook(asked) if "marks" in asked else read_workbook(asked["path"])
        answer = json.dumps(told, ensure_ascii=True)
        sys.stdout.write(answer + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
