"""Sources: which files under `data/raw` feed which table, under which headers, as which class of figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from metrics.rules.classes import CLASSES, SAMPLE
from metrics.yaml_file import read_yaml

SOURCES_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Source:
    """One declared table of raw data.

    `provenance` comes from here, never from a file: whatever lies under `raw/sample` is a sample, whatever it
    says of itself. `optional` names the columns that a file may leave out: they are empty then.
    """

    table_name: str
    files: str
    provenance: str
    columns: dict[str, list[str]]
    optional: Sequence[str] = ()


class InvalidSource(ValueError):
    """A source file that says something unknown."""


@cache
def load_sources(folder: Path = SOURCES_FOLDER) -> tuple[Source, ...]:
    """Every declared source, in the order of their names.

    Raises:
        InvalidSource: for an unknown class of figure, or sample files declared as something else.
    """
    sources = []
    for path in sorted(folder.glob("*.yml")):
        for source in _declared(path):
            if source.provenance not in CLASSES:
                raise InvalidSource(f"{path.name}: provenance must be one of {', '.join(CLASSES)}")
            if source.files.startswith("sample/") != (source.provenance == SAMPLE):
                raise InvalidSource(f"{path.name}: files under sample/ are `sample`, and no others")
            if unknown := sorted(set(source.optional) - set(source.columns)):
                raise InvalidSource(f"{path.name}: optional names no column: {', '.join(unknown)}")
            sources.append(source)
    return tuple(sources)


def _declared(path: Path) -> Iterator[Source]:
    content = read_yaml(path)
    # The same table may have a room for real files and one for samples, under the same headers and checks.
    sample_files = content.pop("sample_files", None)
    yield Source(table_name=path.stem, **content)
    if sample_files:
        yield Source(path.stem, sample_files, "sample", content["columns"], content.get("optional", ()))
