"""The commands `duibiao programme`: the workbook of a programme, out and in."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from metrics.sentences import BilingualError
from metrics.settings import data_folder
from pipelines.commands.confirming import confirm_time_option, once_time_is_sure
from pipelines.commands.intake import EXIT_REFUSED, sentences
from pipelines.commands.publications import publications_command, publish_command
from pipelines.commands.template import write_new

if TYPE_CHECKING:
    from pipelines.definitions.preview import Answers, Preview
    from pipelines.definitions.things import Things

SHOWN_CHANGES = 60
_FILE = click.argument("file", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
_JSON = click.option("--json", "as_json", is_flag=True, help="输出 JSON · Print JSON for scripts.")
_MARKED = click.option("--marked", type=click.Path(dir_okay=False, path_type=Path),
                       help="把问题逐格标注,另存为此文件 · Write a copy with every finding in its cell.")  # fmt: skip
_ANSWERS = click.option("--answer", "answers", multiple=True, metavar="N=mine|theirs",
                        help="冲突的取舍,N 为序号 · Settles conflict N: the workbook's value or theirs.")  # fmt: skip


@click.group("programme")
def programme_group() -> None:
    """方案登记表的取出、检查和登记 · The workbook of a programme: take it out, check it, enter it.

    一个方案一本:文件、单位、指标、目标、任务和责任、分解、权重。编号由系统给。
    One workbook a programme: documents, units, indicators, targets, tasks, breakdown, weights. Ids are made for you.
    """


programme_group.add_command(publish_command)
programme_group.add_command(publications_command)


@programme_group.command("template")
@click.argument("programme", metavar="[PROGRAMME]", required=False)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path),
              help="写入的文件,缺省为 programme.xlsx 或 <方案>.xlsx · File to write.")  # fmt: skip
@click.option("--language", type=click.Choice(["zh", "en"]),
              help="表头的语言,缺省为机构的第一种 · Language of the headers.")  # fmt: skip
def template(programme: str | None, out: Path | None, language: str | None) -> None:
    """生成方案登记表:空白的,或某方案当前的内容 · Write the workbook, blank or with a programme as it stands.

    方案写编号、名称或简称。已有的文件不会被覆盖。
    Give a programme by id, name or short name. A file that is there is not overwritten.
    """
    from pipelines.definitions.desk import Definitions

    with sentences():
        definitions = Definitions(data_folder() / "raw")
        taken = definitions.taken(programme)
        content = definitions.workbook(programme, language)
    target = out or Path(f"{definitions.called(taken, language)}.xlsx")
    write_new(target, content)
    click.echo(f"已写入 · written: {target}")


@programme_group.command("check")
@_FILE
@_MARKED
@_ANSWERS
@_JSON
def check(file: Path, marked: Path | None, answers: tuple[str, ...], as_json: bool) -> None:
    """检查登记表而不登记 · Check a workbook and store nothing.

    一次列出全部问题,和会带来的变更。有须改正之处时退出码为 1。
    Every finding is listed at once, and what would change. The exit code is 1 when something must be corrected.
    """
    looked_at = _look(file, answers)
    _foresee(looked_at)
    _write_marked(looked_at, file, marked)
    _tell(looked_at, as_json)
    if looked_at.is_refused:
        sys.exit(EXIT_REFUSED)


@programme_group.command("receive")
@_FILE
@click.option("--by", required=True, metavar="NAME", help="谁登记,必填 · Who enters it; always needed.")
@click.option("--reason", required=True, metavar="TEXT", help="为什么,必填 · Why; always needed.")
@click.option("--yes", is_flag=True, help="不再询问 · Do not ask.")
@confirm_time_option
@_MARKED
@_ANSWERS
@_JSON
def receive(file: Path, by: str, reason: str, marked: Path | None, answers: tuple[str, ...], **said: bool) -> None:
    """登记:检查、预览、确认后发布 · Enter a workbook: checked, previewed, and published once confirmed.

    有问题或有冲突未定的不发布。下次 duibiao load 时生效。
    Nothing is published that has a fault or an open conflict. The next `duibiao load` goes by it.
    """
    looked_at = _look(file, answers)
    _write_marked(looked_at, file, marked)
    _publish(looked_at, file, by, reason, **said)


def _publish(
    looked_at: Preview, file: Path, by: str, reason: str, *, yes: bool, confirms_time: bool, as_json: bool
) -> None:
    """Tells what a preview found and, once confirmed, publishes it; ends the command where it must not be."""
    from metrics.office import sample_is_wanted
    from pipelines.publishing import REFUSED, publication_objection, publish_workbook

    if objection := publication_objection(by, reason):
        raise BilingualError(*objection)
    if not as_json:
        _tell(looked_at, as_json)
    if looked_at.is_refused or looked_at.conflicts:
        if as_json:
            _tell(looked_at, as_json)
        sys.exit(EXIT_REFUSED)
    if not looked_at.changes:
        click.echo(
            _facts_text(looked_at, None) if as_json else "没有变更,未发布 · nothing changes, nothing was published"
        )
        return
    if not (yes or (sys.stdin.isatty() and click.confirm("发布以上变更? · Publish these changes?"))):
        raise BilingualError(
            "未发布;确认无误后加 --yes 再运行", "nothing was published: run it again with --yes to publish"
        )
    place = data_folder(), sample_is_wanted(), looked_at, file.read_bytes(), by, reason
    with sentences():
        outcome = once_time_is_sure(lambda: publish_workbook(*place), by, confirms_time)
    looked_at.findings += outcome.findings
    made = outcome.publication
    if as_json:
        click.echo(_facts_text(looked_at, made.manifest if made else None))
    else:
        for finding in outcome.findings:
            click.echo(finding.text(), err=True)
    if outcome.state == REFUSED or made is None:
        raise BilingualError(
            "未发布:与已收到的报告或其他定义不符,见上列各条", "nothing was published: see the faults that are listed"
        )
    if not as_json:
        click.echo(f"已发布 · published: {made.recorded_at}, {made.manifest[:12]};请运行 · now run: duibiao load")


@programme_group.command("breakdown")
@click.argument("programme", metavar="PROGRAMME")
@_FILE
@click.option("--assign", "assigned", multiple=True, metavar="TEXT=MEANING",
              help="表头或行名的意思,如 value、unit:名称,不用的写 - · What a word means.")  # fmt: skip
@click.option("--sheet", metavar="NAME", help="在哪个工作表 · On which sheet it stands.")
@click.option("--header-row", type=click.IntRange(min=1), metavar="N", help="表头在第几行 · Which row is the header.")
@click.option("--by", metavar="NAME", help="谁登记;不写只检查 · Who enters it; without a name it is only checked.")
@click.option("--reason", metavar="TEXT", help="为什么 · Why; needed with --by.")
@click.option("--yes", is_flag=True, help="不再询问 · Do not ask.")
@confirm_time_option
@_MARKED
@_JSON
def breakdown(
    programme: str, file: Path, assigned: tuple[str, ...], sheet: str | None, header_row: int | None, by: str | None,
    reason: str | None, yes: bool, confirms_time: bool, marked: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """登记本单位现有的指标分解表 · Enter a breakdown as the office has it, in its own columns.

    xlsx、xls、ods 或 CSV(含 GB18030)。列名、行名不是登记过的名称的,用 --assign 指明一次,发布后记住。
    xlsx, xls, ods or CSV. What is no known name is assigned once and remembered for tables with the same header.
    """
    from pipelines.definitions.breakdown import header_of, remember
    from pipelines.definitions.desk import AskedBreakdown, Definitions
    from pipelines.readers.workbook import WorkbookReader

    meanings = dict(_assignment(text) for text in assigned)
    asked = AskedBreakdown(programme, meanings, sheet, header_row)
    with sentences(), WorkbookReader() as workbooks:
        looked_at = Definitions(data_folder() / "raw").look_at_breakdown(file, workbooks, asked)
    if by is None:
        _foresee(looked_at)
    _write_marked(looked_at, file, marked)
    if by is None:
        _tell(looked_at, as_json)
        if looked_at.is_refused:
            sys.exit(EXIT_REFUSED)
        return
    _publish(looked_at, file, by, reason or "", yes=yes, confirms_time=confirms_time, as_json=as_json)
    if meanings and (header := header_of(looked_at.book)) is not None:
        remember(data_folder(), header, meanings)


def _assignment(text: str) -> tuple[str, str]:
    from metrics.contract import COLUMN_ROLES, PASSED_OVER

    word, _, meaning = text.rpartition("=")
    role = meaning.strip().partition(":")[0]
    if not word.strip() or role not in (*COLUMN_ROLES, PASSED_OVER):
        known = ", ".join((*COLUMN_ROLES, "unit:NAME", "target:NAME", PASSED_OVER))
        raise BilingualError(f"--assign {text}: 请写 原文=意思,意思为 {known}",
                             f"--assign {text}: write TEXT=MEANING, where MEANING is one of {known}")  # fmt: skip
    return word.strip(), meaning.strip()


@programme_group.command("show")
@click.argument("programme", metavar="[PROGRAMME]", required=False)
@_JSON
def show(programme: str | None, as_json: bool) -> None:
    """列出方案,或一个方案的内容 · List the programmes, or what one of them holds."""
    from pipelines.definitions.desk import Definitions, programme_id
    from pipelines.definitions.things import read_things

    with sentences():
        things = read_things(Definitions(data_folder() / "raw").files())
        ids = [programme_id(things, programme)] if programme else [key[1] for key in things if key[0] == "programme"]
    facts = [_programme_facts(things, one) for one in ids]
    if as_json:
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2))
        return
    if not facts:
        click.echo("没有方案;请用 duibiao programme template 取空白登记表 · no programme yet: take a blank workbook")
    for fact in facts:
        _tell_programme(fact, things if programme else None)


def _programme_facts(things: Things, programme: str) -> dict[str, Any]:
    from pipelines.definitions.desk import counts

    fields = things["programme", programme]
    return {"programme_id": programme, "name": fields.get("name.zh"), "rounds": fields.get("rounds", []),
            "counts": counts(things, programme)}  # fmt: skip


def _tell_programme(fact: dict[str, Any], things: Things | None) -> None:
    from pipelines.definitions.forms import tables
    from pipelines.definitions.telling import named
    from pipelines.definitions.things import programme_of

    numbers = ", ".join(f"{tables()[table].words.zh} {count}" for table, count in fact["counts"].items())
    click.echo(f"{fact['programme_id']}  {fact['name']}: {numbers or '-'}")
    for key, fields in (things or {}).items():
        if key[0] in ("policy", "target", "task") and programme_of(key, things or {}) == fact["programme_id"]:
            value = f" {fields.get('comparator')} {fields.get('target_value', '')} {fields.get('measure_unit')}"
            due = f", {fields['due_on']}" if fields.get("due_on") else ""
            click.echo(f"  {named(key, things or {}, 'zh')}{value if key[0] == 'target' else ''}{due}  ({key[1]})")


def _look(file: Path, answers: tuple[str, ...]) -> Preview:
    from pipelines.definitions.desk import Definitions
    from pipelines.readers.workbook import WorkbookReader

    with sentences(), WorkbookReader() as workbooks:
        definitions = Definitions(data_folder() / "raw")
        looked_at = definitions.look(file, workbooks)
        return definitions.look(file, workbooks, _answered(looked_at, answers)) if answers else looked_at


def _foresee(looked_at: Preview) -> None:
    from metrics.office import sample_is_wanted
    from pipelines.publishing import foresee

    with sentences():
        foresee(data_folder(), sample_is_wanted(), looked_at)


def _answered(looked_at: Preview, answers: tuple[str, ...]) -> Answers:
    from pipelines.definitions.desk import settled

    sides: dict[int, str] = {}
    for answer in answers:
        number, _, side = answer.partition("=")
        if not number.isdecimal() or not 0 < int(number) <= len(looked_at.conflicts) or side not in ("mine", "theirs"):
            raise BilingualError(
                f"--answer {answer}: 请写序号=mine 或 序号=theirs,序号为 1 至 {len(looked_at.conflicts)}",
                f"--answer {answer}: write N=mine or N=theirs, N from 1 to {len(looked_at.conflicts)}",
            )
        sides[int(number)] = side
    return settled(looked_at, sides)


def _write_marked(looked_at: Preview, file: Path, marked: Path | None) -> None:
    from metrics.office import office_that_holds
    from pipelines.definitions.desk import marked_workbook

    if marked is not None:
        languages = office_that_holds(data_folder()).languages
        write_new(marked, marked_workbook(looked_at, file.read_bytes(), languages))
        click.echo(f"标注件 · marked copy: {marked}", err=True)


def _tell(looked_at: Preview, as_json: bool) -> None:
    if as_json:
        click.echo(_facts_text(looked_at, None))
        return
    for line in _lines(looked_at):
        click.echo(line)


def _lines(looked_at: Preview) -> Iterator[str]:
    from pipelines.definitions.telling import told, told_conflict

    verdict = "须改正 · to be corrected" if looked_at.is_refused else "通过 · passes"
    yield f"{looked_at.book.file}: {verdict} ({looked_at.programme_id or '-'})"
    for finding in looked_at.findings:
        yield finding.text()
    for number, change in enumerate(looked_at.changes):
        if number == SHOWN_CHANGES:
            rest = len(looked_at.changes) - SHOWN_CHANGES
            yield f"  另有 {rest} 项,见 --json · {rest} more, see --json"
            break
        zh, en = told(change, looked_at.before, looked_at.after)
        yield f"  {zh}\n    {en}"
    if looked_at.touched:
        names = ", ".join(looked_at.touched)
        yield f"  也涉及其他方案 · other programmes concerned: {names}"
    if looked_at.rounds and looked_at.changes:
        yield f"  涉及报送期 · rounds concerned: {', '.join(looked_at.rounds)}"
    for number, conflict in enumerate(looked_at.conflicts, start=1):
        zh, en = told_conflict(conflict, looked_at.after)
        yield f"  [{number}] {zh}\n      {en}"
    if looked_at.conflicts:
        yield "  请用 --answer 逐项选定 · settle each with --answer N=mine or N=theirs"


def _facts_text(looked_at: Preview, manifest: str | None) -> str:
    from pipelines.definitions.telling import told, told_conflict

    said = [told(change, looked_at.before, looked_at.after) for change in looked_at.changes]
    facts = {
        "file": looked_at.book.file, "programme_id": looked_at.programme_id, "is_refused": looked_at.is_refused,
        "publication": manifest, "findings": [finding.as_dict() for finding in looked_at.findings],
        "changes": [{"kind": change.kind, "key": list(change.key), "zh": words.zh, "en": words.en}
                    for change, words in zip(looked_at.changes, said, strict=True)],
        "conflicts": [told_conflict(one, looked_at.after)._asdict() for one in looked_at.conflicts],
        "other_programmes": looked_at.touched, "rounds": looked_at.rounds,
    }  # fmt: skip
    return json.dumps(facts, ensure_ascii=False, indent=2)
