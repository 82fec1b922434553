"""The commands of intake: `duibiao check` and `duibiao receive`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from metrics import clock
from metrics.office import sample_is_wanted
from metrics.sentences import BilingualError
from metrics.settings import data_folder
from pipelines.commands.confirming import confirm_time_option, once_time_is_sure

if TYPE_CHECKING:
    from pipelines.receiving.desk import Desk
    from pipelines.receiving.outcome import Outcome

EXIT_REFUSED = 1
SHOWN_NOTES = 20
VERDICTS = {
    "accepted": "通过 · accepted",
    "refused": "退回 · refused",
    "already_received": "此前已收到 · already received",
    "held": "已归档、暂不计入 · kept, counts nowhere yet",
}
_FILES = click.argument(
    "files", metavar="FILE…", nargs=-1, required=True, type=click.Path(dir_okay=False, path_type=Path)
)
_JSON = click.option("--json", "as_json", is_flag=True, help="输出 JSON · Print JSON for scripts.")


@click.command()
@_FILES
@_JSON
def check(files: tuple[Path, ...], as_json: bool) -> None:
    """检查报告而不收件 · Check reports and store nothing.

    一次列出全部问题。有文件应退回时退出码为 1。
    Every finding is listed at once. The exit code is 1 when a file would be refused.
    """
    from pipelines.readers.encoding import readable_name

    with open_desk() as desk:
        outcomes = desk.check({readable_name(path): path for path in files})
    _tell(outcomes, as_json)


@click.command()
@_FILES
@click.option("--by", metavar="NAME", help="谁交来的,记入收件记录 · Who hands it in, kept with the receipt.")
@confirm_time_option
@_JSON
def receive(files: tuple[Path, ...], by: str | None, confirms_time: bool, as_json: bool) -> None:
    """收件:检查、归档,说“已收到”时已写入磁盘 · Receive reports: check and archive them durably.

    退回的文件连同问题保存在 quarantine。同一文件再次收到不会重复;更正后的是下一版。
    A refused file is kept in quarantine with its findings. The same bytes again change nothing; a correction is the
    next version.
    """
    from metrics.rules.standing import name_objection
    from metrics.sentences import say
    from pipelines.journals import sync
    from pipelines.receiving.sent import Sender

    if by is not None and (code := name_objection(by)):
        raise click.ClickException(" / ".join(say(f"round.{code}")))
    outcomes: list[Outcome] = []
    with open_desk() as desk:

        def receive_rest() -> None:
            for _, outcome in desk.receive_all(files[len(outcomes) :], Sender(by)):
                outcome.said = desk.said(outcome)
                outcomes.append(outcome)

        try:
            once_time_is_sure(receive_rest, by, confirms_time)
        except OSError as error:
            if outcomes:
                _tell_each(outcomes, as_json)
            raise not_received(files[len(outcomes)], error) from None
        sync(desk.archive.folder)
    _tell(outcomes, as_json)


def not_received(path: Path, error: OSError) -> BilingualError:
    """What to say when a file could not be stored."""
    from pipelines.readers.encoding import readable_name

    place = f"{readable_name(path)}: {error.strerror}"
    return BilingualError(
        f"{place}: 未收件,请检查文件、磁盘空间和权限后重试",
        f"{place}: not received: check the file, the space on the disk and the permissions, and try again",
    )


@contextmanager
def sentences() -> Iterator[None]:
    """What a person can correct becomes one sentence, never a traceback."""
    from metrics.catalog import CatalogError
    from pipelines.journals import BrokenJournal

    try:
        yield
    except (CatalogError, BrokenJournal, ValueError) as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        place = f"{error.filename or data_folder()}: {error.strerror}"
        raise BilingualError(
            f"{place}: 读不出,请检查 DUIBIAO_DATA、文件和权限",
            f"{place}: cannot be read: check DUIBIAO_DATA, the file and its permissions",
        ) from None


@contextmanager
def open_desk() -> Iterator[Desk]:
    """The desk on the data folder; what a person can correct becomes one sentence."""
    from pipelines.receiving.desk import Desk

    with sentences(), Desk(data_folder() / "raw", sample_is_wanted()) as desk:
        yield desk


def _tell(outcomes: list[Outcome], as_json: bool) -> None:
    _tell_each(outcomes, as_json)
    if any(outcome.is_refused for outcome in outcomes):
        sys.exit(EXIT_REFUSED)


def _tell_each(outcomes: list[Outcome], as_json: bool) -> None:
    if as_json:
        from pipelines.receiving.outcome import outcome_facts

        click.echo(json.dumps([outcome_facts(outcome) for outcome in outcomes], ensure_ascii=False, indent=2))
        return
    for outcome in outcomes:
        for line in _lines(outcome):
            click.echo(line)


def _lines(outcome: Outcome) -> Iterator[str]:
    from pipelines.receiving.words import read_sentence

    facts = ", ".join(outcome.report.facts.values())
    yield f"{outcome.file}: {VERDICTS[outcome.verdict]}" + (f" ({facts})" if facts else "")
    receipt = outcome.receipt
    if receipt is not None:
        version = f",第 {receipt.version} 版 · version {receipt.version}" if receipt.version else ""
        moment = clock.local(clock.instant(receipt.received_at))
        yield f"  SHA-256 {receipt.sha256}, {moment:%Y-%m-%d %H:%M:%S %Z}{version}"
    for sentence in outcome.said or (read_sentence(outcome.counts) if outcome.counts else ()):
        yield f"  {sentence}"
    for item in outcome.left_out.missing if outcome.left_out else ():
        yield f"  - 没有填报 · left out: {item.name_zh} ({item.item_id})"
    for note in outcome.report.notes[:SHOWN_NOTES]:
        yield f"  · {note.text()}"
    if len(outcome.report.notes) > SHOWN_NOTES:
        rest = len(outcome.report.notes) - SHOWN_NOTES
        yield f"  · 另有 {rest} 处换写,见 --json · {rest} more conversions, see --json"
    for finding in outcome.findings:
        yield finding.text()
