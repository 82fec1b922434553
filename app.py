"""Duibiao (对标): the composition root, where the web application and the command line are put together.

Nothing else may know all the rooms. Importing this module loads the reading side only; the writing side, with
Great Expectations, is loaded by the commands that need it.
"""

from __future__ import annotations

import importlib
import os
import sys
from typing import TYPE_CHECKING, Any

import click

from metrics.kinds.table import kinds
from metrics.sentences import Bilingual, BilingualError

if TYPE_CHECKING:
    from flask import Flask

# Command → the module and name of its implementation, imported when it is called.
COMMANDS = {
    "init": ("pipelines.commands.office", "init"),
    "upgrade": ("pipelines.commands.office", "upgrade"),
    "template": ("pipelines.commands.template", "template"),
    "check": ("pipelines.commands.intake", "check"),
    "receive": ("pipelines.commands.intake", "receive"),
    "programme": ("pipelines.commands.programme", "programme_group"),
    "import-statistics": ("pipelines.commands.statistics", "import_statistics"),
    "statistics": ("pipelines.commands.statistics", "statistics_group"),
    **{of.command.name: ("pipelines.commands.reports", of.command.name) for of in kinds() if of.command},
    "clock": ("pipelines.commands.clock", "clock_group"),
    "verify": ("pipelines.commands.verify", "verify"),
    "load": ("pipelines.commands.load", "load"),
    "status": ("pipelines.commands.load", "status"),
    "sample": ("pipelines.commands.sample", "sample"),
    "ledger": ("pipelines.commands.ledger", "ledger_group"),
    "ledger-sample": ("pipelines.commands.ledger_sample", "ledger_sample"),
    "export": ("dashboards.commands.exports", "export"),
    "export-package": ("dashboards.commands.exports", "export_package"),
    "bulletin": ("dashboards.commands.documents", "bulletin"),
    "remind": ("dashboards.commands.documents", "remind"),
    "calendar": ("dashboards.commands.documents", "calendar"),
    "clerk": ("pipelines.commands.clerk", "clerk"),
    "centre-summary": ("dashboards.commands.documents", "centre_summary"),
    "serve": ("dashboards.web.serve", "serve"),
}
# Of a command, what another room implements.
ADDED = {"round": ("dashboards.commands.rounds", "show")}


def create_app() -> Flask:
    """The web application on the snapshot of `DUIBIAO_DATA`, as a WSGI callable for gunicorn."""
    from dashboards.web.shell import create_dash
    from metrics.warehouse import Warehouse

    server: Flask = create_dash(Warehouse()).server
    return server


class LazyCommands(click.Group):
    """A group that imports a command's module only when the command is used."""

    def list_commands(self, context: click.Context) -> list[str]:
        """The commands in the order in which a newcomer needs them."""
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """The command called `name`, imported now."""
        if name not in COMMANDS:
            return None
        command = _implementation(*COMMANDS[name])
        if isinstance(command, click.Group) and name in ADDED:
            command.add_command(_implementation(*ADDED[name]))
        return command

    def invoke(self, context: click.Context) -> Any:
        """Runs a command; what it or the system refuses, such as room on a disk, becomes one sentence."""
        try:
            return super().invoke(context)
        except BrokenPipeError:
            raise  # Whoever read has seen enough, as `head` does: click ends quietly.
        except BilingualError as error:
            raise click.ClickException(str(error)) from None
        except OSError as error:
            raise click.ClickException(_refusal(error)) from None

    def main(self, *arguments: Any, **options: Any) -> Any:
        """Runs the command line; what the output cannot take is told, and ends with 1 on every Python.

        What is still to be written when the interpreter ends would end it with a code of its own (120).
        """
        try:
            return super().main(*arguments, **options)
        except SystemExit as end:
            refusal = _flush_output()
            if refusal and not end.code:
                click.echo(f"Error: {refusal}", err=True)
                sys.exit(1)
            raise
        except OSError as error:
            # Help is written before any command is invoked.
            _flush_output()
            click.echo(f"Error: {_refusal(error)}", err=True)
            sys.exit(1)


def _implementation(module: str, attribute: str) -> click.Command:
    command: click.Command = getattr(importlib.import_module(module), attribute)
    return command


def _flush_output() -> str | None:
    """Writes what is still to be written; why that cannot be done, or None. What cannot be written is let go."""
    try:
        sys.stdout.flush()
    except OSError as error:
        with open(os.devnull, "wb") as nowhere:  # noqa: PTH123
            os.dup2(nowhere.fileno(), sys.stdout.fileno())
        return None if isinstance(error, BrokenPipeError) else _refusal(error)
    return None


def _refusal(error: OSError) -> str:
    place = f"{error.filename or '输出 output'}: {error.strerror}"
    sentence = f"{place}: check the space on the disk, the path and its permissions"
    return str(Bilingual(f"{place}: 请检查磁盘空间、路径和权限", sentence))


@click.command(cls=LazyCommands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="duibiao", prog_name="duibiao")
def main() -> None:
    """对标:政策目标与实际完成情况对照 · Duibiao: policy targets held against what was achieved.

    DUIBIAO_DATA 指定机构的数据文件夹 · names the folder of another office.
    DUIBIAO_SAMPLE=off 去掉样例数据 · leaves sample data out.
    """


if __name__ == "__main__":
    main()
