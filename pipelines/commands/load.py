"""The commands of the writing side: `duibiao load` and `duibiao status`."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from metrics import clock
from metrics.office import sample_is_wanted
from metrics.sentences import BilingualError
from metrics.settings import data_folder
from metrics.warehouse import current_build_path, open_build
from pipelines.loading import publish

if TYPE_CHECKING:
    from pipelines.loading.build import LoadOutcome

EXIT_REFUSED = 1


@click.command()
@click.option("--json", "as_json", is_flag=True, help="输出 JSON · Print JSON for scripts.")
def load(as_json: bool) -> None:
    """加载 data/raw,检查并发布新快照 · Load data/raw, check it and publish a new snapshot.

    没有新内容时什么也不改。出现 error 级问题时旧数据保持不变,退出码为 1。
    With nothing new, nothing changes. On a finding of severity error the old figures stay and the exit code is 1.
    """
    from pipelines.loading.build import findings_as_json

    outcome = load_or_explain()
    if as_json:
        click.echo(findings_as_json(outcome))
    else:
        tell_load(outcome)
    if outcome.state == "refused":
        sys.exit(EXIT_REFUSED)


def load_or_explain(*, is_patient: bool = False) -> LoadOutcome:
    """Loads the data folder, telling the stages; what a person can correct becomes one sentence.

    Args:
        is_patient: whether the end of another load is waited for.
    """
    import duckdb

    from pipelines.loading.build import load as run_load

    def say(zh: str, en: str) -> None:
        click.echo(f"… {zh} · {en}", err=True)

    try:
        return run_load(data_folder(), sample_is_wanted(), say, is_patient=is_patient)
    except (OSError, duckdb.OperationalError) as error:
        place = f"{getattr(error, 'filename', None) or data_folder()}: {getattr(error, 'strerror', None) or error}"
        raise BilingualError(
            f"{place}: 旧数据保持不变,请检查磁盘和权限",
            f"{place}: the old figures stay: check the disk and its permissions",
        ) from None


def tell_load(outcome: LoadOutcome) -> None:
    """What a load did, its findings on standard error."""
    for finding in outcome.findings:
        click.echo(finding.text(), err=True)
    build_id, row_count = (outcome.build.build_id, outcome.build.row_count) if outcome.build else ("-", 0)
    if outcome.state == "refused":
        errors = sum(finding.severity == "error" for finding in outcome.findings)
        click.echo(f"未加载:{errors} 处问题;仍使用 {build_id} · refused: {errors} problems; still in force: {build_id}")
    elif outcome.state == "unchanged":
        click.echo(f"没有新内容,仍使用 {build_id} · nothing new; still in force: {build_id}")
    else:
        click.echo(
            f"已发布 {build_id}:{row_count} 条目标判断,{len(outcome.checks)} 项检查 · "
            f"published {build_id}: {row_count} judgements, {len(outcome.checks)} checks"
        )


@click.command()
@click.option("--json", "as_json", is_flag=True, help="输出 JSON · Print JSON for scripts.")
def status(as_json: bool) -> None:
    """显示当前快照和保留的快照 · Tell which snapshot is in force and which are kept."""
    folder = data_folder() / "warehouse"
    build = open_build(current_build_path(folder)).build
    kept = [path.name for path in publish.list_builds(folder)]
    if as_json:
        facts = {
            "build_id": build.build_id,
            "built_at": build.built_at.isoformat(),
            "inputs_hash": build.inputs_hash,
            "has_sample": build.has_sample,
            "row_count": build.row_count,
            "kept": kept,
        }
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2))
        return
    sample = "含样例数据 · with sample data" if build.has_sample else "不含样例数据 · without sample data"
    click.echo(f"当前快照 · in force: {build.build_id} ({clock.local(build.built_at):%Y-%m-%d %H:%M %Z}), {sample}")
    click.echo(f"目标判断 · judgements: {build.row_count}")
    for name in kept:
        click.echo(f"  {'→' if build.build_id in name else ' '} {name}")
