"""The commands of a round, one for each step; `duibiao round show` is the reading side's."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from metrics.settings import data_folder, sample_is_wanted
from pipelines.commands.intake import sentences
from pipelines.commands.steps import carry_out, options_of_a_step, receipt_day_option, version_option

if TYPE_CHECKING:
    from pipelines.register import Register

_PROGRAMME = click.argument("programme", metavar="PROGRAMME")
_PERIOD = click.argument("period", metavar="PERIOD")
_UNIT = click.argument("unit", metavar="UNIT")
# A name or reason that is missing is refused by the rules, in both languages.
_BY = click.option("--by", metavar="NAME", help="经办人姓名,必填 · Who takes the step; always needed.")
_REMINDER = click.option("--reminder", is_flag=True, help="记为已发催办 · A reminder was sent.")
_REASON = click.option(
    "--reason", metavar="TEXT", help="原因;退回、重开、记明收件日必填 · Why; needed to return, reopen or date."
)


@click.group("round")
def round_group() -> None:
    """反馈轮次:谁报了、审核、退回、办结 · A round: who reported, accept, return, close.

    PROGRAMME 为方案编号或名称,PERIOD 如 2019H1,UNIT 为单位名称或编号。
    PROGRAMME and UNIT are ids or names, PERIOD such as 2019H1.
    """


@round_group.command()
@options_of_a_step(_PROGRAMME, _PERIOD, _UNIT, _BY, _REASON, version_option)
def accept(programme: str, period: str, unit: str, **options: Any) -> None:
    """审核通过单位最新一版报告 · Accept the latest version of a unit's report."""
    _take("accept", programme, period, unit, **options)


@round_group.command("return")
@options_of_a_step(_PROGRAMME, _PERIOD, _UNIT, _BY, _REASON, version_option)
def send_back(programme: str, period: str, unit: str, **options: Any) -> None:
    """退回单位最新一版报告,须写明原因 · Send the latest version back, with a reason."""
    _take("return", programme, period, unit, **options)


@round_group.command()
@options_of_a_step(_PROGRAMME, _PERIOD, _BY, _REASON)
def close(programme: str, period: str, **options: Any) -> None:
    """办结本期:锁定已通过的报告 · Close the round: lock what was accepted."""
    _take("close", programme, period, None, **options)


@round_group.command()
@options_of_a_step(_PROGRAMME, _PERIOD, _UNIT, _BY, _REASON)
def reopen(programme: str, period: str, unit: str, **options: Any) -> None:
    """为一个单位重新开放已办结的一期 · Open a closed round again for one unit."""
    _take("reopen", programme, period, unit, **options)


@round_group.command("receipt-day")
@options_of_a_step(_PROGRAMME, _PERIOD, _UNIT, receipt_day_option, _BY, _REASON)
def give_receipt_day(programme: str, period: str, unit: str, day: datetime | None, **options: Any) -> None:
    """记明收件日(如纸质件先到),须写明原因 · Give the day a report came in, such as on paper, with a reason."""
    _take("receipt_day", programme, period, unit, received_on=day.date() if day else None, **options)


@round_group.command()
@options_of_a_step(_PROGRAMME, _PERIOD, _UNIT, _BY, _REASON, _REMINDER)
def contact(programme: str, period: str, unit: str, reminder: bool, **options: Any) -> None:
    """记下一次联系或催办 · Note that a unit was called or reminded."""
    _take("remind" if reminder else "contact", programme, period, unit, **options)


def _take(
    step: str, programme: str, period: str, unit: str | None, *,
    by: str | None, no_load: bool, as_json: bool, reason: str | None = None, version: int | None = None,
    received_on: date | None = None,
) -> None:  # fmt: skip
    from pipelines.archive import Archive
    from pipelines.loading.judging import Judging
    from pipelines.rounds.steps import StepRequest, take_step

    register = _register()
    programme_id, period_id, unit_id = _named(register, programme, period, unit)
    request = StepRequest(step, programme_id, period_id, unit_id, by, reason, version, received_on=received_on)
    archive = Archive(data_folder() / "raw")
    judge = Judging(data_folder(), sample_is_wanted()) if step == "close" else None
    carry_out(lambda: take_step(archive, register, request, sample_is_wanted(), judge), no_load, as_json)


def _register() -> Register:
    from metrics.catalog import load_catalog
    from pipelines.register import read_register

    with sentences():
        return read_register(data_folder() / "raw", load_catalog(), sample_is_wanted())


def _named(register: Register, programme: str, period: str, unit: str | None) -> tuple[str, str, str | None]:
    from pipelines.readers.dates import read_period
    from pipelines.readers.grid import Cell

    programme_id = register.programme_id(programme)
    if programme_id is None:
        raise click.ClickException(f"{programme!r}: 没有这一方案 / no such programme: {', '.join(register.rounds)}")
    read = read_period(Cell(period))
    if read is None or read.period_id not in register.rounds[programme_id]:
        known = ", ".join(register.rounds[programme_id])
        raise click.ClickException(f"{period!r}: 该方案没有这一期 / the programme has no such round: {known}")
    unit_id = register.unit_id(unit) if unit is not None else None
    if unit is not None and unit_id is None:
        known = "、".join(f"{entry.name} ({entry.id})" for entry in register.catalog.units)
        raise click.ClickException(f"{unit!r}: 没有这一单位 / no such unit: {known}")
    return programme_id, read.period_id, unit_id
