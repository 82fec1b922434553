"""The files that declare things: YAML in UTF-8."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import yaml

# The same language read by libyaml, six times faster, where PyYAML was made with it.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

KINDS_FOLDER = Path(__file__).with_name("kinds")


def kind_files() -> list[Path]:
    """The declarations of the kinds of reports: ours, and those of the folder that `DUIBIAO_KINDS` names."""
    named = os.environ.get("DUIBIAO_KINDS", "").strip()
    return sorted([*KINDS_FOLDER.glob("*.yml"), *(Path(named).resolve().glob("*.yml") if named else ())])


def read_yaml(path: Path) -> Any:
    """What one file says.

    Raises:
        yaml.YAMLError: when it is not YAML.
        UnicodeDecodeError: when it is not UTF-8.
    """
    return parse_yaml(path.read_bytes())


def parse_yaml(content: bytes) -> Any:
    """What the bytes of one file say; raises as `read_yaml`."""
    return yaml.load(content.decode("utf-8-sig"), Loader=_Loader)  # noqa: S506 (safe both ways)
