"""Publishing the draft of the definitions, and what was published: `duibiao programme publish`, `… publications`."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

import click

from metrics import clock
from metrics.office import sample_is_wanted
from metrics.sentences import Bilingual, BilingualError
from metrics.settings import data_folder
from pipelines.commands.confirming import confirm_time_option, once_time_is_sure
from pipelines.commands.intake import sentences
from pipelines.commands.load import EXIT_REFUSED, load_or_explain, tell_load

# Under whose name the definitions that come with the code hold, until somebody of the office publishes others.
SHIPPED_BY, SHIPPED_REASON = "duibiao", "随程序提供的定义 · as they come with the code"


@click.command("publish")
@click.option("--files", "from_files", is_flag=True, required=True,
              help="发布 raw/definitions 中的草稿 · Publish the draft in raw/definitions.")  # fmt: skip
@click.option("--by", metavar="NAME", help="发布人,必填 · Who publishes; always needed.")
@click.option("--reason", metavar="TEXT", help="原因,必填 · Why; always needed.")
@click.option("--first", is_flag=True,
              help="仅在尚无发布和收件时发布,不需具名 · Only where nothing was published or received.")  # fmt: skip
@confirm_time_option
@click.option("--no-load", is_flag=True, help="只发布,下次加载时生效 · Publish only; the next load shows it.")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON · Print JSON for scripts.")
def publish_command(
    from_files: bool, by: str | None, reason: str | None, first: bool, confirms_time: bool, no_load: bool, as_json: bool
) -> None:
    """发布定义:先核验,通过后记入归档,从此生效 · Publish definitions: checked first, then they hold from here on.

    定义有误时不发布,已发布的继续有效,退出码为 1。
    Faulty definitions are not published, those in force stay, and the exit code is 1.
    """
    from pipelines.archive import Archive
    from pipelines.definitions.files import draft
    from pipelines.definitions.publications import in_force
    from pipelines.publishing import REFUSED, has_begun, publish_definitions
    from pipelines.records import Publication

    archive = Archive(data_folder() / "raw")
    with sentences():
        if first:
            if has_begun(archive):
                return
            by, reason = by or SHIPPED_BY, reason or SHIPPED_REASON
        named, why = _given(by, "--by"), _given(reason, "--reason")
        last = in_force(archive)
        channel = "shipped" if named == SHIPPED_BY else "files"
        said = Publication("", named, why, "", channel=channel, taken_from=last.manifest if last else None)
        place = data_folder(), sample_is_wanted(), draft(archive.folder.parent), said
        outcome = once_time_is_sure(lambda: publish_definitions(*place), named, confirms_time)
    for finding in outcome.findings:
        click.echo(finding.text(), err=True)
    if as_json:
        facts = {"state": outcome.state, "findings": [finding.as_dict() for finding in outcome.findings],
                 "publication": asdict(outcome.publication) if outcome.publication else None}  # fmt: skip
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2))
    else:
        click.echo(str(_told(outcome.state, outcome.publication)))
    if outcome.state == REFUSED:
        sys.exit(EXIT_REFUSED)
    if not no_load:
        loaded = load_or_explain(is_patient=True)
        if not as_json:
            tell_load(loaded)


@click.command("publications")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON · Print JSON for scripts.")
def publications_command(as_json: bool) -> None:
    """列出历次发布:何时、何人、原因、方案 · List what was published: when, by whom, why, which programmes."""
    from pipelines.archive import Archive

    with sentences():
        made = Archive(data_folder() / "raw").publications()
    if as_json:
        click.echo(json.dumps([asdict(publication) for publication in made], ensure_ascii=False, indent=2))
        return
    if not made:
        click.echo(str(Bilingual("尚未发布任何定义", "nothing has been published yet")))
    for publication in made:
        moment = clock.local(clock.instant(publication.recorded_at))
        programmes = ", ".join(publication.programmes) or "-"
        click.echo(f"{moment:%Y-%m-%d %H:%M}  {publication.by}  {programmes}  {publication.reason}")


def _given(text: str | None, option: str) -> str:
    if not (text and text.strip()):
        raise BilingualError(f"请用 {option} 写明", f"say it with {option}")
    return text.strip()


def _told(state: str, publication: object) -> Bilingual:
    from pipelines.publishing import PUBLISHED, UNCHANGED
    from pipelines.records import Publication

    if state == PUBLISHED and isinstance(publication, Publication):
        programmes = ", ".join(publication.programmes) or "-"
        return Bilingual(f"已发布定义（{programmes}）", f"published the definitions ({programmes})")
    if state == UNCHANGED:
        return Bilingual("草稿与已发布的定义相同，没有发布", "the draft is what is in force: nothing was published")
    return Bilingual("定义有误，没有发布；已发布的继续有效", "faulty: nothing was published; what is in force stays")
