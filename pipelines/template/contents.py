"""What stands in the template of a report, whoever sends it: its items, what is asked of each, and last values."""

from __future__ import annotations

from collections.abc import Sequence

from metrics.kinds.table import Kind, kind, kinds
from metrics.periods import Period
from metrics.sentences import Bilingual
from pipelines.journal.book import read_book
from pipelines.kinds.behaviour import AskedItem, Place
from pipelines.kinds.table import behaviour
from pipelines.office import Office
from pipelines.readers.table import Row
from pipelines.readers.workbook import WorkbookReader
from pipelines.register import Register
from pipelines.reports.history import History, Said, read_histories
from pipelines.reports.report import ReceivedReport
from pipelines.sources.received import ReportForm, report_form
from pipelines.template.blank import FIRST_ROW_COLUMNS, Template, TemplateRow, Value


def make_template(
    office: Office, subject: str, period: str, programme: str | None = None, kind_id: str | None = None
) -> Template:
    """The template for whoever reports (by id or any of its names) and a period.

    Without a `kind_id` it is of the first kind whose register knows the name.

    Raises:
        UnknownName: when one of them means nothing here, or more than one programme would do.
    """
    register, archive = office.register, office.archive
    of = kind(kind_id) if kind_id else _kind_of(register, subject)
    place = behaviour(of).place(register, programme, period, subject)
    receipts = archive.receipts()
    book, key = read_book(archive, receipts, archive.steps(), register, with_sample=False), of.key(*place)
    assert key is not None  # noqa: S101 - the place names one report
    form = report_form(of.kind_id)
    asked: Row = dict(zip(form.key_columns, place, strict=True))
    with WorkbookReader() as workbooks:
        empty = ReceivedReport("", rows=[asked], form=form)
        said = Said(archive, register, workbooks, office.with_sample)
        histories = read_histories(said, book.counted(receipts), empty)
    history = next((history for history in histories if history.values), History())
    sheet, words = (
        behaviour(of).sheet(register, place, history),
        register.behind(of).subject_words(key.subject_id, key.period_id),
    )
    version = book.standing(key).version + 1
    speak, values = office.languages, _prefilled(form, place, words, version, office.languages[0])
    rows = [_row(form, item, values, speak, number == 0) for number, item in enumerate(sheet.items)]
    title, facts = sheet.title.spoken(speak, " · "), tuple(_fact(*fact, speak) for fact in sheet.facts)
    return Template(
        form, next(one for one in register.catalog.programmes if one.id == place.programme_id), key.subject_id,
        words.zh, words.en, Period.parse(place.period_id, register.behind(of).year_begins), title, rows, facts,
        history.is_sample, speak,
    )  # fmt: skip


def _kind_of(register: Register, subject: str) -> Kind:
    named = (one for one in kinds() if register.behind(one).named(subject))
    # For a name that nobody bears but that reads like one, the nearest of its kind help; a list of others does not.
    like = (one for one in kinds() if behaviour(one).resembles(register, subject))
    return next(named, None) or next(like, kinds()[0])


def _prefilled(form: ReportForm, place: Place, named: Bilingual, version: int, language: str) -> dict[str, Value]:
    """What every row says alike."""
    return {
        "programme_id": place.programme_id,
        form.subject_column: named.in_language(language),
        "period_id": place.period_id,
        "version": str(version),
    }


def _row(
    form: ReportForm, asked: AskedItem, prefilled: dict[str, Value], languages: Sequence[str], is_first: bool
) -> TemplateRow:
    item, main = asked.item, languages[0]
    values: dict[str, Value] = dict.fromkeys(form.columns)
    values |= prefilled | {
        "is_nil": form.choices("is_nil", main)[-1] if is_first else None,
        "item_kind": form.answer("item_kind", item.kind, main),
        "item_id": item.item_id,
        "item_name": item.name_zh if main == "zh" else item.name_en,
        "measure_unit": item.measure_unit,
        "last_value": asked.last_value,
    }
    if "target_value" in form.columns and asked.target:
        values["target_value"] = f"{asked.target.in_language(main)}({asked.target_of.spoken(languages, ' ')})"
    open_columns = asked.open_columns + (FIRST_ROW_COLUMNS if is_first else ())
    return TemplateRow(item, values, open_columns, asked.meaning.spoken(languages, "\n") if asked.meaning else None)


def _fact(name: Bilingual, value: str, languages: Sequence[str]) -> str:
    return f"{name.spoken(languages, ' ')}: {value}"
