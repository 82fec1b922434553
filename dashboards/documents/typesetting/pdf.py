"""PDF by typst: the same bytes for the same build, and the bars of the Word files as pictures."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from dashboards.documents.typesetting.paper import Bar, Paper
from metrics.sentences import BilingualError

if TYPE_CHECKING:
    from typst import Compiler, Fonts

LAYOUT_FOLDER = Path(__file__).parent / "layout"
FONT_FAMILIES = ("Noto Serif CJK SC", "Noto Sans CJK SC")
FONT_PACKAGE = "fonts-noto-cjk"
PICTURE_DOTS_PER_INCH = 300


class FontMissing(BilingualError, ValueError):
    """A Chinese font is not there; the message names it and its package."""


def pdf(paper: Paper, made_at: datetime) -> bytes:
    """The document as PDF; `made_at` stands in it as its time, so that equal data give equal bytes.

    Raises:
        FontMissing: when its text is Chinese and a Chinese font is not installed.
    """
    if paper.has_chinese:
        require_fonts()
    data = json.dumps(paper.as_data(), ensure_ascii=False)
    made = _compiler().compile(
        _layout("bar.typ", "paper.typ"),
        format="pdf",
        sys_inputs={"paper": data},
        timestamp=made_at.replace(microsecond=0),
    )
    assert isinstance(made, bytes)  # noqa: S101
    return made


def bar_pictures(bars: Sequence[Bar]) -> list[bytes]:
    """Each bar as a PNG picture, in order."""
    if not bars:
        return []
    data = json.dumps([asdict(bar) for bar in bars])
    made = _compiler().compile(
        _layout("bar.typ", "bars.typ"), format="png", ppi=PICTURE_DOTS_PER_INCH, sys_inputs={"bars": data}
    )
    pages = made if isinstance(made, list) else [made]
    return [page for page in pages if page is not None]


def require_fonts(fonts: Fonts | None = None) -> None:
    """Refuses to draw boxes for characters.

    Raises:
        FontMissing: naming the font and the package that brings it.
    """
    known = (fonts or _fonts()).families()
    missing = [family for family in FONT_FAMILIES if family not in known]
    if missing:
        raise FontMissing(
            f"缺少中文字体 {'、'.join(missing)}，请安装 {FONT_PACKAGE}（apt-get install {FONT_PACKAGE}）",
            f"the font {', '.join(missing)} is missing: install {FONT_PACKAGE}",
        )


@cache
def _fonts() -> Fonts:
    from typst import Fonts

    return Fonts()


def _compiler() -> Compiler:
    # One a document: a compiler serves one thread at a time and refuses the others. Fonts are what costs to make.
    from typst import Compiler

    return Compiler(font_paths=_fonts())


@cache
def _layout(*names: str) -> bytes:
    return b"\n".join((LAYOUT_FOLDER / name).read_bytes() for name in names)
