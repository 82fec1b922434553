"""The options that the commands of documents share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from dashboards.document_paths import FORMATS

language_option = click.option("--lang", "language", type=click.Choice(["zh", "en"]), default="zh",
                               show_default=True, help="语言 · Language.")  # fmt: skip
as_of_option = click.option("--as-of", "as_of", type=click.DateTime(["%Y-%m-%d"]),
                            help="按此日的情况 · As things stood at the end of that day.")  # fmt: skip
_format_option = click.option("--format", "file_format", type=click.Choice(FORMATS), default="docx",
                              show_default=True, help="docx: Word; pdf.")  # fmt: skip
_out_option = click.option("--out", required=True, type=click.Path(path_type=Path),
                           help="以 .docx 或 .pdf 结尾的文件,否则为文件夹 · "
                                "A file when it ends in .docx or .pdf, else a folder.")  # fmt: skip


def document_options(command: Callable[..., None]) -> Callable[..., None]:
    """In which language and form a document is written, as of which day, and where."""
    for option in (_out_option, as_of_option, _format_option, language_option):
        command = option(command)
    return command
