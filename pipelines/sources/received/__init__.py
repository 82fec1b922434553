"""The forms of received reports as data: one YAML file a form, with its columns, headers and fixed answers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from metrics.kinds.table import Kind, kind, kinds
from metrics.sentences import Bilingual
from metrics.yaml_file import read_yaml
from pipelines.readers.quantities import FULL_WIDTH

FORMS_FOLDER = Path(__file__).parent
# Words longer than this are hardly a header, and are not kept in memory.
_LONGEST_KEPT = 100


@dataclass(frozen=True)
class ReportForm:
    """The columns of one kind of report: those that hold for all of it, those of one item, and their headers.

    `subject_column` names who reports. An item is reported on as soon as one of the
    `said` columns is filled in. Of each entry of `required` one column at least is there. `in_item_unit` and
    `percentages` are numbers in the item's own unit and in %. `counts` names what is counted, by kind of item.
    """

    kind: Kind
    subject_column: str
    said: tuple[str, ...]
    numbers: tuple[str, ...]
    in_item_unit: tuple[str, ...]
    percentages: tuple[str, ...]
    report_columns: tuple[str, ...]
    item_columns: tuple[str, ...]
    required: tuple[tuple[str, ...], ...]
    counts: dict[str, str]
    narratives: frozenset[str]
    headers: dict[str, tuple[str, ...]]
    ignored: frozenset[str]
    column_by_header: dict[str, str]
    answers: dict[str, dict[str, str]]
    answer_words: dict[str, dict[str, list[str]]]

    @property
    def form_id(self) -> str:
        """The name of the form, which is that of its kind."""
        return self.kind.kind_id

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column."""
        return (*self.report_columns, *self.item_columns)

    @property
    def key_columns(self) -> tuple[str, str, str]:
        """What tells one report from another: programme, period and who reports."""
        return "programme_id", "period_id", self.kind.sender

    @property
    def item_answers(self) -> tuple[str, ...]:
        """The columns of an item that hold one of a few fixed answers."""
        return tuple(column for column in self.item_columns if column in self.answers)

    @property
    def texts(self) -> tuple[str, ...]:
        """The columns of an item that hold text as it was written."""
        known = {*self.numbers, *self.item_answers, "item_id", "measure_unit", "target_value"}
        return tuple(column for column in self.item_columns if column not in known)

    @property
    def row_columns(self) -> tuple[str, ...]:
        """The columns of one row as read; a target is only shown to whoever fills the form in."""
        return tuple(column for column in self.item_columns if column != "target_value")

    def column(self, header: str) -> str | None:
        """The column that `header` names, or None.

        >>> report_form().column("数值（亿元）"), report_form().column("下一步 工作"), report_form().column("数量")
        ('actual_value', 'next_steps', None)
        """
        return self.column_by_header.get(header_key(header)) or self.column_by_header.get(bare_key(header))

    def is_ignored(self, header: str) -> bool:
        """Whether a column of this name is looked past, such as 序号."""
        return header_key(header) in self.ignored

    def title(self, column: str, language: str = "zh") -> str:
        """The header under which the template shows a column.

        >>> report_form().title("is_nil"), report_form().title("is_nil", "en")
        ('零报告', 'Nil report')
        """
        return self.headers[column][0 if language == "zh" else -1]

    def words(self, column: str) -> Bilingual:
        """The same in both languages."""
        return Bilingual(self.title(column, "zh"), self.title(column, "en"))

    def choices(self, column: str, language: str = "zh") -> list[str]:
        """The answers that a column takes, in order.

        >>> report_form().choices("task_status"), report_form().choices("is_nil", "en")
        (['未启动', '推进中', '已完成'], ['Yes', 'No'])
        """
        return [self.answer(column, answer, language) for answer in self.answer_words[column]]

    def answer(self, column: str, answer: str, language: str) -> str:
        """A fixed answer as the template writes it."""
        words = self.answer_words[column][answer]
        return answer if language == "zh" else next((word for word in words if word.isascii()), answer)


def header_key(header: str) -> str:
    """A header without spaces, line breaks, closing colons and differences of width and case."""
    return _short_key(header) if len(header) <= _LONGEST_KEPT else _key(header)


def _key(header: str) -> str:
    text = "".join(header.translate(FULL_WIDTH).split()).rstrip(":*")
    return text.lstrip("*").casefold()


# Every cell of the first lines of every file is asked whether it is a header, and most have been asked before.
_short_key = lru_cache(maxsize=1 << 14)(_key)


def bare_key(header: str) -> str:
    """The same without what stands in brackets at its end: 数值(亿元) is 数值."""
    return header_key(header).partition("(")[0]


def report_forms() -> tuple[ReportForm, ...]:
    """Every form, the usual one first."""
    return tuple(report_form(one.kind_id) for one in kinds())


@cache
def report_form(form_id: str | None = None) -> ReportForm:
    """The form of a kind, the usual one without a name: declared beside the kind, or in `<form_id>.yml` here."""
    of = kind(form_id) if form_id else kinds()[0]
    own = of.folder / "forms" / f"{of.kind_id}.yml"
    raw = read_yaml(own if own.is_file() else FORMS_FOLDER / f"{of.kind_id}.yml")
    headers = {column: tuple(words) for part in ("report", "item") for column, words in raw[part].items()}
    by_header = {header_key(word): column for column, words in headers.items() for word in (column, *words)}
    answers = {
        column: {header_key(word): answer for answer, words in choices.items() for word in (answer, *words)}
        for column, choices in raw["values"].items()
    }
    return ReportForm(
        kind=of,
        subject_column=raw["subject"],
        said=tuple(raw["said"]),
        numbers=tuple(raw["numbers"]),
        in_item_unit=tuple(raw["in_item_unit"]),
        percentages=tuple(raw["percentages"]),
        report_columns=tuple(raw["report"]),
        item_columns=tuple(raw["item"]),
        required=tuple((entry,) if isinstance(entry, str) else tuple(entry) for entry in raw["required"]),
        counts=raw["counts"],
        narratives=frozenset(raw["narratives"]),
        headers=headers,
        ignored=frozenset(map(header_key, raw["ignored"])),
        column_by_header=by_header,
        answers=answers,
        answer_words=raw["values"],
    )
