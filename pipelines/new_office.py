"""Makes the folder of a new office: an empty one, or a copy of the example that comes with the program."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import yaml

from metrics.office import OFFICE_FILE, is_blank, office_file
from metrics.sentences import BilingualError
from metrics.settings import PROJECT_FOLDER
from pipelines.definitions.files import FOLDER
from pipelines.journals import sync, write_durably

EXAMPLES = {"sichuan": PROJECT_FOLDER / "data"}
# What an office at work lays into its `raw`, and no copy of an example takes along.
LAID_IN = ("archive", "quarantine", "inbox", ".*")


class NotEmpty(BilingualError):
    """A folder that holds something already."""


def make_office(folder: Path, facts: Mapping[str, object], example: str | None = None) -> None:
    """Makes an office in a `folder` that holds no file yet; killed at any moment, it is there whole or not.

    Args:
        folder: where; the requests of its pages may lie in it, but not where an example is to be copied.
        facts: what its `office.yml` is to say; with an example, what it is to say otherwise.
        example: one of `EXAMPLES`, whose definitions, published figures and samples are copied.

    Raises:
        NotEmpty: when the folder holds something.
        BadOffice: for facts that cannot be.
        OSError: when it could not be written.
    """
    _require_blank(folder)
    said = dict(facts)
    if example is not None:
        said = yaml.safe_load((EXAMPLES[example] / OFFICE_FILE).read_text(encoding="utf-8")) | said
    content = office_file(said, folder / OFFICE_FILE)
    if example is None:
        _lay_out(folder, content)
        return
    if folder.is_dir() and any(folder.iterdir()):
        raise _holds(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    staged = folder.with_name(f".{folder.name}.new")
    if staged.exists():
        shutil.rmtree(staged)
    shutil.copytree(EXAMPLES[example] / "raw", staged / "raw", ignore=shutil.ignore_patterns(*LAID_IN))
    _lay_out(staged, content)
    staged.replace(folder)
    sync(folder.parent)


def _lay_out(folder: Path, content: bytes) -> None:
    for place in (f"raw/{FOLDER}", "raw/inbox", "warehouse"):
        (folder / place).mkdir(parents=True, exist_ok=True)
    write_durably(folder / OFFICE_FILE, content)  # The last: without it there is no office.


def _require_blank(folder: Path) -> None:
    if is_blank(folder):
        return
    if folder.is_dir():
        raise _holds(folder)
    raise NotEmpty(f"{folder} 不是文件夹;请换一个名称", f"{folder} is no folder: choose another name")


def _holds(folder: Path) -> NotEmpty:
    held = sorted(path.name for path in folder.iterdir())
    some = ", ".join(held[:3]) + (" …" if len(held) > 3 else "")
    return NotEmpty(f"{folder}: 文件夹中已有 {some},未作改动;请换一个新的或空的文件夹",
                    f"{folder} holds {some}: nothing was changed, name a new or an empty folder")  # fmt: skip
