"""The commands of a round: `duibiao round show`, and one for each step."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from metrics.warehouse import NoSnapshot, Warehouse, data_folder, sample_is_wanted
from pipelines.commands import EXIT_REFUSED, load_or_explain, tell_load
from pipelines.intake_commands import sentences

if TYPE_CHECKING:
    from pipelines.register import Register
    from pipelines.rounds.steps import StepOutcome

_PROGRAMME = click.argument("programme", metavar="PROGRAMME")
_PERIOD = click.argument("period", metavar="PERIOD")
_UNIT = click.argument("unit", metavar="UNIT")
# A name or reason that is missing is refused by the rules, in both languages.
_BY = click.option("--by", metavar="NAME", help="经办人姓名,必填 · Who takes the step; always needed.")
_VERSION = click.option(
    "--version", type=click.IntRange(1), help="所看的版本,应为最新一版 · The version you looked at."
)
_NO_LOAD = click.option("--no-load", is_flag=True, help="只记录,下次加载时生效 · Record only; the next load shows it.")
_JSON = click.option("--json", "as_json", is_flag=True, help="输出 JSON · Print JSON for scripts.")
_REASON = click.option("--reason", metavar="TEXT", help="原因;退回、重新开放必填 · Why; needed to return or reopen.")


@click.group("round")
def round_group() -> None:
    """反馈轮次:谁报了、审核、退回、办结 · A round: who reported, accept, return, close.

    PROGRAMME 为方案编号或名称,PERIOD 如 2019H1,UNIT 为单位名称或编号。
    PROGRAMME and UNIT are ids or names, PERIOD such as 2019H1.
    """


@round_group.command()
@_PROGRAMME
@_PERIOD
@click.option("--history", "with_history", is_flag=True, help="并列出办理记录 · What happened, too.")
@click.option("--as-of", "as_of", type=click.DateTime(["%Y-%m-%d"]),
              help="只含此日及以前的记录 · Only what had been recorded by the end of that day.")  # fmt: skip
@_JSON
def show(programme: str, period: str, with_history: bool, as_of: datetime | None, as_json: bool) -> None:
    """列出各单位本期报告的状态 · List how the report of every unit stands."""
    from metrics.reading import scorecard
    from metrics.reading.feedback import feedback_round
    from pipelines.rounds.listing import round_facts, round_text

    programme_id, period_id, _ = _named(_register(), programme, period, None)
    try:
        snapshot = Warehouse().snapshot(as_of.date() if as_of else None)
    except (NoSnapshot, ValueError) as reason:
        raise click.ClickException(str(reason)) from None
    shown = next(entry for entry in scorecard.programmes(snapshot) if entry.programme_id == programme_id)
    view = feedback_round(snapshot, shown, period_id)
    if as_json:
        click.echo(json.dumps(round_facts(view, with_history), ensure_ascii=False, indent=2))
        return
    for line in round_text(view, with_history):
        click.echo(line)


@round_group.command()
@_PROGRAMME
@_PERIOD
@_UNIT
@_BY
@_REASON
@_VERSION
@_NO_LOAD
@_JSON
def accept(programme: str, period: str, unit: str, **options: Any) -> None:
    """审核通过单位最新一版报告 · Accept the latest version of a unit's report."""
    _take("accept", programme, period, unit, **options)


@round_group.command("return")
@_PROGRAMME
@_PERIOD
@_UNIT
@_BY
@_REASON
@_VERSION
@_NO_LOAD
@_JSON
def send_back(programme: str, period: str, unit: str, **options: Any) -> None:
    """退回单位最新一版报告,须写明原因 · Send the latest version back, with a reason."""
    _take("return", programme, period, unit, **options)


@round_group.command()
@_PROGRAMME
@_PERIOD
@_BY
@_REASON
@_NO_LOAD
@_JSON
def close(programme: str, period: str, **options: Any) -> None:
    """办结本期:锁定已通过的报告 · Close the round: lock what was accepted."""
    _take("close", programme, period, None, **options)


@round_group.command()
@_PROGRAMME
@_PERIOD
@_UNIT
@_BY
@_REASON
@_NO_LOAD
@_JSON
def reopen(programme: str, period: str, unit: str, **options: Any) -> None:
    """为一个单位重新开放已办结的一期 · Open a closed round again for one unit."""
    _take("reopen", programme, period, unit, **options)


@round_group.command()
@_PROGRAMME
@_PERIOD
@_UNIT
@_BY
@_REASON
@click.option("--reminder", is_flag=True, help="记为已发催办 · A reminder was sent.")
@_NO_LOAD
@_JSON
def contact(programme: str, period: str, unit: str, reminder: bool, **options: Any) -> None:
    """记下一次联系或催办 · Note that a unit was called or reminded."""
    _take("remind" if reminder else "contact", programme, period, unit, **options)


def _take(
    step: str, programme: str, period: str, unit: str | None, *,
    by: str | None, no_load: bool, as_json: bool, reason: str | None = None, version: int | None = None,
) -> None:  # fmt: skip
    from pipelines.archive import Archive
    from pipelines.rounds.steps import StepRequest, take_step

    register = _register()
    programme_id, period_id, unit_id = _named(register, programme, period, unit)
    request = StepRequest(step, programme_id, period_id, unit_id, by, reason, version)
    with sentences():
        try:
            outcome = take_step(Archive(data_folder() / "raw"), register, request, sample_is_wanted())
        except OSError as error:
            raise click.ClickException(
                f"{error.filename or data_folder()}: {error.strerror}: 未记录,请检查磁盘和权限后重试 / nothing was "
                "recorded: check the disk and its permissions, and try again"
            ) from None
    tell_step(outcome, as_json)
    if outcome.step is None:
        sys.exit(EXIT_REFUSED)
    if no_load:
        click.echo("已记录,下次 duibiao load 时生效 · recorded; the next `duibiao load` shows it", err=True)
        return
    load_recorded(as_json)


def load_recorded(as_json: bool) -> None:
    """Loads what a step has just recorded; a load that is refused says that the step stands all the same."""
    loaded = load_or_explain(is_patient=True)
    if not as_json:
        tell_load(loaded)
    if loaded.state == "refused":
        raise click.ClickException(
            "已记录,但这次加载未通过,旧数据仍有效;请改正上列问题后再运行 duibiao load / recorded, but the load was "
            "refused and the old figures stay: correct the above and run `duibiao load` again"
        )


def tell_step(outcome: StepOutcome, as_json: bool) -> None:
    """What became of a step, on standard error where it was refused."""
    if as_json:
        facts = {"state": outcome.state, "code": outcome.code, "said_zh": outcome.said.zh, "said_en": outcome.said.en,
                 "step": asdict(outcome.step) if outcome.step else None}  # fmt: skip
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2))
    else:
        click.echo(f"{outcome.said.zh}\n{outcome.said.en}", err=outcome.step is None)


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
