"""The commands of statistics: `duibiao import-statistics` and the steps on what was imported, `duibiao statistics`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from metrics import clock
from metrics.sentences import Bilingual, what_there_is
from metrics.settings import data_folder
from pipelines.commands.confirming import confirm_time_option, once_time_is_sure
from pipelines.commands.intake import EXIT_REFUSED, VERDICTS, not_received, sentences
from pipelines.commands.steps import carry_out, options_of_a_step

if TYPE_CHECKING:
    from pipelines.journal.steps import StepOutcome
    from pipelines.receiving.statistics import ImportOutcome, Naming
    from pipelines.statistics.book import Import

_STATES = {"counts": "计入 · counts", "held": "暂不计入 · held", "withdrawn": "已撤回 · withdrawn"}
_FILE = click.argument("file", metavar="IMPORT")
_INDICATOR = click.option("--indicator", "indicator_id", metavar="ID",
                          help="同一文件导入过多个指标时指明 · Where the file was imported for several.")  # fmt: skip
_BY = click.option("--by", metavar="NAME", help="经办人,必填 · Who decides; always needed.")
_REASON = click.option("--reason", metavar="TEXT", help="原因,必填 · Why; always needed.")
_of_a_step = options_of_a_step(_FILE, _INDICATOR, _BY, _REASON)


@click.command("import-statistics")
@click.argument("file", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--indicator", "indicator_id", required=True, metavar="ID",
              help="这一统计对应的指标 · The indicator that this statistic is for.")  # fmt: skip
@click.option("--statistic", metavar="NAME",
              help="文件没有写明时,统计指标的名称 · Its name, where the file does not say.")  # fmt: skip
@click.option("--unit", "measure_unit", metavar="UNIT",
              help="文件没有写明时,计量单位 · What its numbers are in, where the file does not say.")  # fmt: skip
@click.option("--confirm-name", "is_confirmed", is_flag=True,
              help="名称未登记,由 --by 确认为该指标的统计 · The name is not on record; --by confirms it.")  # fmt: skip
@click.option("--by", metavar="NAME", help="谁导入或确认 · Who imports it, or confirms its name.")
@click.option("--reason", metavar="TEXT", help="确认的理由 · Why the name is confirmed.")
@confirm_time_option
@click.option("--json", "as_json", is_flag=True, help="输出 JSON · Print JSON for scripts.")
def import_statistics(file: Path, indicator_id: str, as_json: bool, confirms_time: bool, **naming: Any) -> None:
    """导入国家统计局分省年度数据 · Import a yearly export by province of the statistical office.

    文件写明的统计指标须是该指标登记过的;下次 duibiao load 时作为公布数加载。与将被替换的数相差过大的,归档而不计入。
    What the file calls its statistic must be on record as the indicator's; the next `duibiao load` takes it in as
    published figures. A series far from the one it would displace is kept and counts nowhere until it is taken.
    """
    from metrics.catalog.measures import Measures
    from pipelines.archive import Archive
    from pipelines.definitions.files import catalog_in_force
    from pipelines.receiving.statistics import Naming
    from pipelines.receiving.statistics import import_statistics as run_import

    said = Naming(**naming)
    _look_at(said)
    with sentences():
        catalog = catalog_in_force(data_folder() / "raw")
        indicator = next((entry for entry in catalog.indicators if entry.id == indicator_id), None)
        if indicator is None:
            zh, en = what_there_is(entry.id for entry in catalog.indicators)
            said_of = Bilingual(f"{indicator_id!r}: 没有这一指标;{zh}", f"{indicator_id!r} is no indicator; {en}")
            raise click.BadParameter(str(said_of), param_hint="--indicator")
        try:
            measures = Measures(catalog.measure_units)
            place = Archive(data_folder() / "raw"), file, indicator, measures, said
            outcome = once_time_is_sure(lambda: run_import(*place), said.by, confirms_time)
        except OSError as error:
            raise not_received(file, error) from None
    _tell_import(outcome, as_json)


def _look_at(naming: Naming) -> None:
    """Refuses a confirmation without a name or a reason, and either where it cannot be kept."""
    from metrics.rules.standing import name_objection, reason_objection
    from metrics.sentences import say
    from pipelines.statistics.steps import decision_objection

    if naming.is_confirmed:
        code = decision_objection(naming.by, naming.reason)
    else:
        code = name_objection(naming.by) if naming.by is not None else None
        code = code or reason_objection(naming.reason)
    if code:
        raise click.ClickException(" / ".join(say(f"statistic.{code}")))


def _tell_import(outcome: ImportOutcome, as_json: bool) -> None:
    from metrics.sentences import say

    name, receipt = outcome.statistics.file, outcome.receipt
    count = receipt.read_counts.get("figure_count", 0) if receipt else len(outcome.statistics.rows)
    facts = {
        "file": name,
        "verdict": outcome.verdict,
        "state": outcome.state,
        "indicator_id": receipt.indicator_id if receipt else None,
        "sha256": receipt.sha256 if receipt else None,
        "figure_count": count,
        "indicator_count": 1 if count else 0,
        "task_count": 0,
        "reading": outcome.statistics.facts,
        "findings": [finding.as_dict() for finding in outcome.findings],
    }
    if as_json:
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2))
    else:
        reading = ", ".join(outcome.statistics.facts.values())
        click.echo(f"{name}: {VERDICTS[outcome.verdict]} ({reading}; {count} 个数 · figures)")
        if outcome.state is not None:
            click.echo("  " + " ".join(say(f"statistic.{outcome.state}")))
        for finding in outcome.findings:
            click.echo(finding.text())
    if outcome.verdict in ("refused", "held"):
        sys.exit(EXIT_REFUSED)


@click.group("statistics")
def statistics_group() -> None:
    """已导入统计的查看、采用和撤回 · List imported statistics, take one that is held, withdraw one.

    IMPORT 为导入时的文件名,或 SHA-256 的前几位(至少 6 位)。每一步都记入办理记录,文件不删除。
    IMPORT is the name of the file, or the beginning of its SHA-256 (6 characters at least). Every step is kept in the
    journal; nothing is deleted.
    """


@statistics_group.command("list")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON · Print JSON for scripts.")
def list_imports(as_json: bool) -> None:
    """列出每次导入及其状态 · List every import and how it stands."""
    from pipelines.archive import Archive
    from pipelines.statistics.book import read_statistics_book

    with sentences():
        archive = Archive(data_folder() / "raw")
        imports = read_statistics_book(archive.receipts(), archive.steps()).imports
    if as_json:
        click.echo(json.dumps([_import_facts(one) for one in imports], ensure_ascii=False, indent=2))
        return
    if not imports:
        click.echo("没有导入过统计 · no statistics have been imported")
    for one in imports:
        facts = _import_facts(one)
        moment = clock.local(clock.instant(one.receipt.received_at))
        click.echo(f"{facts['sha256'][:12]}  {moment:%Y-%m-%d %H:%M}  {_STATES[one.state]}  {one.receipt.name}: "
                   f"{facts['statistic'] or '-'} → {facts['indicator_id']}")  # fmt: skip
        for step in facts["steps"]:
            click.echo(f"    {step['step']}: {step['by']}, {step['reason']}")


def _import_facts(one: Import) -> dict[str, Any]:
    receipt = one.receipt
    steps = [{"step": s.step, "by": s.by, "reason": s.reason, "recorded_at": s.recorded_at} for s in one.steps]
    return {"sha256": receipt.sha256, "file": receipt.name, "indicator_id": receipt.indicator_id,
            "statistic": receipt.statistic, "measure_unit": receipt.measure_unit, "state": one.state,
            "received_at": receipt.received_at, "by": receipt.by, "reason": receipt.reason, "steps": steps}  # fmt: skip


@statistics_group.command()
@_of_a_step
def take(**options: Any) -> None:
    """采用暂不计入或已撤回的导入 · Take an import that is held, or was withdrawn: its figures count."""
    _take("take", **options)


@statistics_group.command()
@_of_a_step
def withdraw(**options: Any) -> None:
    """撤回一次导入,恢复原来的数 · Withdraw an import: what it displaced stands again."""
    _take("withdraw", **options)


def _take(step: str, *, confirms_time: bool, no_load: bool, as_json: bool, **asked: Any) -> None:
    from pipelines.archive import Archive
    from pipelines.statistics.steps import StepRequest, take_step

    def take() -> StepOutcome:
        return take_step(Archive(data_folder() / "raw"), StepRequest(step, **asked))

    carry_out(take, asked["by"], confirms_time=confirms_time, no_load=no_load, as_json=as_json)
