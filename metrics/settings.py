"""What the surroundings say: where the project and its data lie, and whether samples are kept out."""

from __future__ import annotations

import os
from pathlib import Path

from metrics.sentences import BilingualError

PROJECT_FOLDER = Path(__file__).resolve().parent.parent


class BadSetting(BilingualError, ValueError):
    """A setting that says nothing of what it may."""


def data_folder() -> Path:
    """The data folder: `DUIBIAO_DATA`, or `data` in the project."""
    return Path(os.environ.get("DUIBIAO_DATA") or PROJECT_FOLDER / "data").resolve()


def sample_setting() -> bool:
    """Whether the surroundings let samples in: `DUIBIAO_SAMPLE` is `on` unless set to `off`.

    Raises:
        BadSetting: for any other value; a typing mistake must not let sample figures through.
    """
    setting = os.environ.get("DUIBIAO_SAMPLE", "on").strip().lower()
    if setting not in ("on", "off"):
        name = f"DUIBIAO_SAMPLE={setting!r}"
        raise BadSetting(f"{name}: 请写 on 或 off", f"{name}: write on or off")
    return setting == "on"
