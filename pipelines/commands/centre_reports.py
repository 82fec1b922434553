"""The command `duibiao centre-report`: the steps of an annual report on its way to filing."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import click

from metrics.settings import data_folder, sample_is_wanted
from pipelines.commands.intake import sentences
from pipelines.commands.steps import carry_out, options_of_a_step, receipt_day_option, version_option

_CENTRE = click.argument("centre", metavar="CENTRE")
_YEAR = click.argument("year", metavar="YEAR")
# A name or reason that is missing is refused by the rules, in both languages.
_BY = click.option("--by", metavar="NAME", help="经办人或单位,必填 · Who takes the step; always needed.")
_REASON = click.option("--reason", metavar="TEXT", help="原因;退回、记明收件日必填 · Why; needed to return or date.")
_of_a_step = options_of_a_step(_CENTRE, _YEAR, _BY, _REASON, version_option)


@click.group("centre-report")
def centre_report() -> None:
    """年度报告的转报、备案和退回 · Forward, file or return a centre's annual report.

    CENTRE 为中心名称、旧名或编号,YEAR 为年度。每一步都记入办理记录。
    CENTRE is a centre's name, an older name or its id, YEAR the year. Every step is kept in the journal.
    """


@centre_report.command()
@_of_a_step
def forward(centre: str, year: str, **options: Any) -> None:
    """主管部门或市州审核后转报 · The supervising department or city has reviewed it and passes it on."""
    _take("forward", centre, year, **options)


@centre_report.command("file")
@_of_a_step
def put_on_file(centre: str, year: str, **options: Any) -> None:
    """科技厅(市科委)备案 · The Department, or the Commission, files it."""
    _take("file", centre, year, **options)


@centre_report.command("return")
@_of_a_step
def send_back(centre: str, year: str, **options: Any) -> None:
    """退回并写明原因 · Send it back with the reason; it no longer counts until it is corrected."""
    _take("return", centre, year, **options)


@centre_report.command("receipt-day")
@options_of_a_step(_CENTRE, _YEAR, receipt_day_option, _BY, _REASON)
def give_receipt_day(centre: str, year: str, day: datetime | None, **options: Any) -> None:
    """记明收件日(如纸质件先到),须写明原因 · Give the day a report came in, such as on paper, with a reason."""
    _take("receipt_day", centre, year, version=None, received_on=day.date() if day else None, **options)


def _take(
    step: str, centre_text: str, year_text: str, *,
    by: str | None, reason: str | None, version: int | None, no_load: bool, as_json: bool,
    received_on: date | None = None,
) -> None:  # fmt: skip
    from metrics.catalog import load_catalog
    from pipelines.archive import Archive
    from pipelines.centre_register import read_centre_register
    from pipelines.centre_reports.steps import take_named_step

    raw_folder = data_folder() / "raw"
    with sentences():
        with_sample = sample_is_wanted()
        register = read_centre_register(raw_folder, load_catalog(), with_sample)
    carry_out(
        lambda: take_named_step(
            Archive(raw_folder), register, step, centre_text, year_text,
            by=by, reason=reason, version=version, received_on=received_on, with_sample=with_sample,
        ), no_load, as_json,
    )  # fmt: skip
