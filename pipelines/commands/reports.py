"""The commands of each kind of report, made from its declaration: one for each step on it.

>>> from pipelines.commands import reports
>>> sorted(getattr(reports, kinds()[0].command.name).commands)[:3]
['accept', 'close', 'contact']
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from metrics.kinds.table import Kind, KindCommand, kinds
from metrics.office import sample_is_wanted
from metrics.rules.standing import PathStep
from metrics.settings import data_folder
from pipelines.commands.steps import carry_out, due_day_option, options_of_a_step, receipt_day_option, version_option

if TYPE_CHECKING:
    from datetime import datetime

    from pipelines.journal.steps import StepOutcome


def __getattr__(name: str) -> click.Group:
    """The command of the kind that calls it so, as if it stood here."""
    for of in kinds():
        if of.command and of.command.name == name:
            return _group(of, of.command)
    raise AttributeError(name)


def _group(of: Kind, command: KindCommand) -> click.Group:
    group = click.Group(command.name, help=command.help)
    for step, text in command.steps.items():
        group.add_command(_command(of, command, of.path.steps[step], text))
    return group


def _command(of: Kind, command: KindCommand, rule: PathStep, text: str) -> click.Command:
    other = command.instead.get(rule.name)

    def taken(**given: Any) -> None:
        _take(of, other["step"] if other and given.pop("instead") else rule.name, **given)

    takes = [
        click.argument(name, metavar=metavar)
        for name, metavar in command.takes.items()
        if not (rule.is_of_round and name == "subject")
    ]
    # A name or reason that is missing is refused by the rules, in both languages.
    by = click.option("--by", metavar="NAME", help=command.by)
    reason = click.option("--reason", metavar="TEXT", help=command.reason)
    day, version = [receipt_day_option] * rule.gives_day, [version_option] * rule.is_decision
    due = [due_day_option] * (rule.schedules and rule.name != "end")
    flag = [click.option(other["flag"], "instead", is_flag=True, help=other["help"])] if other else []
    options = options_of_a_step(*takes, *day, *due, by, reason, *version, *flag)
    return click.command(rule.name.replace("_", "-"), help=text)(options(taken))


def _take(
    of: Kind, step: str, *, period: str, by: str | None, reason: str | None, programme: str | None = None,
    subject: str | None = None, version: int | None = None, day: datetime | None = None,
    due: datetime | None = None, **told: bool,
) -> None:  # fmt: skip
    from pipelines.journal.steps import StepRequest, take_step
    from pipelines.loading.judging import Judging
    from pipelines.office import Office

    office = Office(data_folder() / "raw", sample_is_wanted())
    judge = Judging(data_folder(), office.with_sample)
    on = day.date() if day else None
    request = StepRequest(of.kind_id, step, programme, period, subject, by, reason, version, received_on=on,
                          due_on=due.date() if due else None)  # fmt: skip

    def take() -> StepOutcome:
        return take_step(office.archive, office.register, request, office.with_sample, judge)

    carry_out(take, by, **told)
