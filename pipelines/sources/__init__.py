"""Sources: which files under `data/raw` feed which table, under which headers, as which class of figure."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

SOURCES_FOLDER = Path(__file__).parent
PROVENANCES = ("policy", "published", "reported", "evidence", "sample")


@dataclass(frozen=True)
class Source:
    """One declared table of raw data.

    `provenance` comes from here, never from a file: whatever lies under `raw/sample` is a sample, whatever it
    says of itself.
    """

    table_name: str
    files: str
    provenance: str
    columns: dict[str, list[str]]


class InvalidSource(ValueError):
    """A source file that says something unknown."""


def load_sources(folder: Path = SOURCES_FOLDER) -> tuple[Source, ...]:
    """Every declared source, in the order of their names.

    Raises:
        InvalidSource: for an unknown class of figure, or sample files declared as something else.
    """
    sources = []
    for path in sorted(folder.glob("*.yml")):
        source = Source(table_name=path.stem, **yaml.safe_load(path.read_text(encoding="utf-8")))
        if source.provenance not in PROVENANCES:
            raise InvalidSource(f"{path.name}: provenance must be one of {', '.join(PROVENANCES)}")
        if source.files.startswith("sample/") != (source.provenance == "sample"):
            raise InvalidSource(f"{path.name}: files under sample/ are `sample`, and no others")
        sources.append(source)
    return tuple(sources)
