"""What the surroundings say: where the project and its data lie, and whether samples may be shown."""

from __future__ import annotations

import os
from pathlib import Path

PROJECT_FOLDER = Path(__file__).resolve().parent.parent


def data_folder() -> Path:
    """The data folder: `DUIBIAO_DATA`, or `data` in the project."""
    return Path(os.environ.get("DUIBIAO_DATA") or PROJECT_FOLDER / "data").resolve()


def sample_is_wanted() -> bool:
    """Whether demonstration data may be shown: `DUIBIAO_SAMPLE` is `on` unless set to `off`.

    Raises:
        ValueError: for any other value; a typing mistake must not let sample figures through.
    """
    setting = os.environ.get("DUIBIAO_SAMPLE", "on").strip().lower()
    if setting not in ("on", "off"):
        raise ValueError(f"DUIBIAO_SAMPLE={setting!r}: 请写 on 或 off / write on or off")
    return setting == "on"
