"""Makes the folder of a new office: an empty one, or a copy of the example that comes with the program."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import yaml

from metrics.office import OFFICE_FILE, office_file
from metrics.sentences import BilingualError
from metrics.settings import PROJECT_FOLDER
from pipelines.definitions.files import FOLDER
from pipelines.journals import sync

EXAMPLES = {"sichuan": PROJECT_FOLDER / "data"}
# What an office at work lays into its `raw`, and no copy of an example takes along.
LAID_IN = ("archive", "quarantine", "inbox", ".*")


class NotEmpty(BilingualError):
    """A folder that holds something already."""


def make_office(folder: Path, facts: Mapping[str, object], example: str | None = None) -> None:
    """Makes an office in `folder`, which is not there yet or empty; killed at any moment, it is there whole or not.

    Args:
        folder: where.
        facts: what its `office.yml` is to say; with an example, what it is to say otherwise.
        example: one of `EXAMPLES`, whose definitions, published figures and samples are copied.

    Raises:
        NotEmpty: when the folder holds something.
        BadOffice: for facts that cannot be.
        OSError: when it could not be written.
    """
    _require_empty(folder)
    said = dict(facts)
    if example is not None:
        said = yaml.safe_load((EXAMPLES[example] / OFFICE_FILE).read_text(encoding="utf-8")) | said
    content = office_file(said, folder / OFFICE_FILE)
    folder.parent.mkdir(parents=True, exist_ok=True)
    staged = folder.with_name(f".{folder.name}.new")
    if staged.exists():
        shutil.rmtree(staged)
    if example is not None:
        shutil.copytree(EXAMPLES[example] / "raw", staged / "raw", ignore=shutil.ignore_patterns(*LAID_IN))
    for place in (f"raw/{FOLDER}", "raw/inbox", "warehouse"):
        (staged / place).mkdir(parents=True, exist_ok=True)
    (staged / OFFICE_FILE).write_bytes(content)
    sync(staged / OFFICE_FILE)
    staged.replace(folder)
    sync(folder.parent)


def _require_empty(folder: Path) -> None:
    if folder.is_dir():
        held = sorted(path.name for path in folder.iterdir())
        if not held:
            return
        some = ", ".join(held[:3]) + (" …" if len(held) > 3 else "")
        raise NotEmpty(f"{folder}: 文件夹中已有 {some},未作改动;请换一个新的或空的文件夹",
                       f"{folder} holds {some}: nothing was changed, name a new or an empty folder")  # fmt: skip
    if folder.exists() or folder.is_symlink():
        raise NotEmpty(f"{folder} 不是文件夹;请换一个名称", f"{folder} is no folder: choose another name")
