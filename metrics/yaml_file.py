"""The files that declare things: YAML in UTF-8."""

from __future__ import annotations

import os
from collections.abc import Sequence
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


def line_of(content: bytes, path: Sequence[str | int]) -> int | None:
    r"""The line, from 1, at which a key or place of a list stands; that of the nearest one above it that is there.

    >>> line_of(b"- id: a\n- id: b\n  kind: c\n", (1, "kind")), line_of(b"- id: a\n", (0, "missing"))
    (3, 1)
    """
    try:
        node = yaml.compose(content.decode("utf-8-sig"), Loader=_Loader)
    except (yaml.YAMLError, UnicodeDecodeError):
        return None
    line = None
    for part in path:
        if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
        elif isinstance(node, yaml.MappingNode):
            found = next(((key, below) for key, below in node.value if key.value == str(part)), None)
            if found is None:
                break
            line, node = found[0].start_mark.line + 1, found[1]
        else:
            break
    return line
