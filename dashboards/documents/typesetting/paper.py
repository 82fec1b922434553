"""A document before it is drawn: its parts in order, the same for Word and PDF."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from dashboards.documents.typesetting.letters import LETTERS, OFFICIAL

# A blank between a Chinese character and a digit or letter: screens set it, official Chinese does not.
BLANKS = re.compile(
    r"(?<=[\u3001-\u9fff\uff00-\uffef]) (?=[0-9A-Za-z≥<\u3001-\u9fff])|(?<=[0-9A-Za-z%]) (?=[\u3001-\u9fff])"
)
CHINESE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003134f]")
# Of 22 pt in a text area of 156 mm.
TITLE_CHARACTERS = 20
CHINESE_DIGITS = "零一二三四五六七八九十"


@dataclass(frozen=True)
class Bar:
    """A bullet bar; every place is a share of the axis, 0–1, None without such a value; `zero` is where 0 is."""

    actual: float | None
    target: float | None
    expected: float | None
    low: float | None
    high: float | None
    hue: str
    summary: str
    zero: float = 0


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 or 2, or a numbered item of the body (3); `number` is set by `numbered`."""

    level: int
    text: str
    number: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the body."""

    text: str


@dataclass(frozen=True)
class Table:
    """A table; `widths` are shares of the page's width, a cell is a text or a bar."""

    caption: str
    heads: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[str | Bar, ...], ...]


Block = Heading | Paragraph | Table


@dataclass(frozen=True)
class Annex:
    """An annex on a page of its own, lying on its side for a wide table; `label` is set by `composed`."""

    title: str
    blocks: tuple[Block, ...]
    label: str = ""

    @classmethod
    def of(cls, table: Table) -> Annex:
        """An annex of one table, whose caption becomes its title."""
        return cls(table.caption, (replace(table, caption=""),))


@dataclass(frozen=True)
class Paper:
    """One whole document.

    `page_number` numbers the pages of the official layout, `page_of` those of the plain one, with their count.
    """

    language: str
    title_lines: tuple[str, ...]
    draft_mark: str
    notice: str
    address: str
    blocks: tuple[Block, ...]
    annex_list: tuple[str, ...]
    annexes: tuple[Annex, ...]
    closing: tuple[str, ...]
    footer: str
    page_number: str
    page_of: str
    letter: str = OFFICIAL.name

    @property
    def title(self) -> str:
        """The title in one line."""
        return "".join(self.title_lines)

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table, in order, those of the annexes last."""
        every = [*self.blocks, *(block for annex in self.annexes for block in annex.blocks)]
        return tuple(block for block in every if isinstance(block, Table))

    @property
    def has_chinese(self) -> bool:
        """Whether any of its text needs a Chinese font."""
        return bool(CHINESE.search(str(asdict(self))))

    def as_data(self) -> dict[str, Any]:
        """The document as plain values, each block and bar with its kind, for the typesetter."""
        letter = LETTERS[self.letter]
        margins = {"upright": letter.upright, "lying": letter.lying}
        data = asdict(self) | {"has_chinese": self.has_chinese, "margins": margins}
        data["blocks"] = [_block_data(block) for block in self.blocks]
        for annex, drawn in zip(self.annexes, data["annexes"], strict=True):
            drawn["blocks"] = [_block_data(block) for block in annex.blocks]
        return data


def _block_data(block: Block) -> dict[str, Any]:
    return {"kind": type(block).__name__.lower(), **asdict(block)}


def title_lines(title: str) -> tuple[str, ...]:
    """The lines of a title, broken where `|` allows it once one line cannot hold it: no word is cut in two.

    >>> title_lines("关于示范区|2019年情况的通报"), title_lines("关于成德绵国家科技成果转移示范区|2019年情况的通报")
    (('关于示范区2019年情况的通报',), ('关于成德绵国家科技成果转移示范区', '2019年情况的通报'))
    """
    whole = title.replace("|", "")
    return (whole,) if len(whole) <= TITLE_CHARACTERS else tuple(title.split("|"))


def numbered(blocks: Sequence[Block], language: str, table_number: str) -> tuple[Block, ...]:
    """Headings with their numbers 一、(一)1. (in English 1, 1.1, (a)), and tables with theirs.

    >>> [block.number for block in numbered([Heading(1, "a"), Heading(2, "b"), Heading(3, "c")], "zh", "")]
    ['一、', '（一）', '1.']
    """
    counts, table_count = [0, 0, 0], 0
    done: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            counts = [*counts[: block.level - 1], counts[block.level - 1] + 1, *[0] * (3 - block.level)]
            done.append(replace(block, text=_set(block.text, language), number=_number(block.level, counts, language)))
        elif isinstance(block, Table):
            table_count += 1
            done.append(replace(block, caption=table_number.format(number=table_count, caption=block.caption)))
        else:
            done.append(replace(block, text=_set(block.text, language)))
    return tuple(done)


def _set(text: str, language: str) -> str:
    return tidy(text) if language == "zh" else " ".join(text.split())


def _number(level: int, counts: Sequence[int], language: str) -> str:
    count = counts[level - 1]
    if language == "zh":
        return {1: f"{chinese_number(count)}、", 2: f"（{chinese_number(count)}）", 3: f"{count}."}[level]
    return {1: f"{count}. ", 2: f"{counts[0]}.{count} ", 3: f"({count}) "}[level]


def tidy(text: str) -> str:
    """Chinese without the blanks that screens set around numbers, and without signs where official texts have words.

    >>> tidy("已达成 2 项，实际 1244.59 亿元")
    '已达成2项，实际1244.59亿元'
    >>> tidy("实际 ≥1275 项")
    '实际不少于1275项'
    """
    return BLANKS.sub("", text).replace("≥", "不少于")


def chinese_number(value: int) -> str:
    """A count from 1 to 99 in Chinese.

    >>> [chinese_number(value) for value in (1, 10, 12, 20, 34)]
    ['一', '十', '十二', '二十', '三十四']
    """
    tens, ones = divmod(value, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{CHINESE_DIGITS[tens]}十"
    return head + (CHINESE_DIGITS[ones] if ones else "")
