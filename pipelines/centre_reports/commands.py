"""The command `duibiao centre-report`: the steps of an annual report on its way to filing."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

import click

from metrics.warehouse import data_folder, sample_is_wanted
from pipelines.intake_commands import EXIT_REFUSED, sentences

_CENTRE = click.argument("centre", metavar="CENTRE")
_YEAR = click.argument("year", metavar="YEAR")
_BY = click.option("--by", required=True, metavar="NAME", help="经办人或单位 · Who takes the step.")
_VERSION = click.option(
    "--version", type=click.IntRange(min=1), help="所看的版次;不是最新版则不办 · The version looked at."
)
_JSON = click.option("--json", "as_json", is_flag=True, help="输出 JSON · Print JSON for scripts.")


@click.group("centre-report")
def centre_report() -> None:
    """年度报告的转报、备案和退回 · Forward, file or return a centre's annual report.

    CENTRE 为中心名称、旧名或编号,YEAR 为年度。每一步都记入办理记录。
    CENTRE is a centre's name, an older name or its id, YEAR the year. Every step is kept in the journal.
    """


@centre_report.command()
@_CENTRE
@_YEAR
@_BY
@click.option("--reason", help="说明 · A remark.")
@_VERSION
@_JSON
def forward(centre: str, year: str, by: str, reason: str | None, version: int | None, as_json: bool) -> None:
    """主管部门或市州审核后转报 · The supervising department or city has reviewed it and passes it on."""
    _take("forward", centre, year, by, reason, version, as_json)


@centre_report.command()
@_CENTRE
@_YEAR
@_BY
@click.option("--reason", help="说明 · A remark.")
@_VERSION
@_JSON
def file(centre: str, year: str, by: str, reason: str | None, version: int | None, as_json: bool) -> None:
    """科技厅(市科委)备案 · The Department files it."""
    _take("file", centre, year, by, reason, version, as_json)


@centre_report.command("return")
@_CENTRE
@_YEAR
@_BY
@click.option("--reason", required=True, help="退回原因 · Why it is sent back.")
@_VERSION
@_JSON
def return_(centre: str, year: str, by: str, reason: str, version: int | None, as_json: bool) -> None:
    """退回并写明原因 · Send it back with the reason; it no longer counts until it is corrected."""
    _take("return", centre, year, by, reason, version, as_json)


def _take(
    step: str, centre_text: str, year_text: str, by: str, reason: str | None, version: int | None, as_json: bool
) -> None:
    from metrics.catalog import load_catalog
    from pipelines.archive import Archive
    from pipelines.centre_register import read_centre_register
    from pipelines.centre_reports.steps import REFUSED, StepRequest, take_step
    from pipelines.template.centre_contents import find_centre, find_year

    raw_folder, with_sample = data_folder() / "raw", sample_is_wanted()
    with sentences():
        register = read_centre_register(raw_folder, load_catalog(), with_sample)
        centre = find_centre(register, centre_text)
        request = StepRequest(step, centre.centre_id, find_year(centre, year_text).year, by, reason, version)
        try:
            outcome = take_step(Archive(raw_folder), register, request, with_sample)
        except OSError as error:
            raise click.ClickException(
                f"{data_folder()}: {error.strerror}: 没有办成,请检查磁盘空间和权限后重试 / nothing was done: check the "
                "space on the disk and the permissions, and try again"
            ) from None
    if as_json:
        taken = asdict(outcome.step) if outcome.step else None
        facts = {"state": outcome.state, "code": outcome.code, "said_zh": outcome.said.zh, "said_en": outcome.said.en,
                 "step": taken}  # fmt: skip
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2))
    else:
        click.echo(f"{outcome.said.zh}\n{outcome.said.en}", err=outcome.state == REFUSED)
    if outcome.state == REFUSED:
        sys.exit(EXIT_REFUSED)
