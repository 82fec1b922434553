"""An office's archive and register: what is read and written when something comes in or is done."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from metrics.office import office_that_holds
from pipelines.archive import Archive
from pipelines.definitions.files import definitions_in_force
from pipelines.register import Register, read_register


class Office:
    """The archive of one `raw` folder, and the register of the moment in which it is first asked for."""

    def __init__(self, raw_folder: Path, with_sample: bool) -> None:
        self.archive, self.with_sample = Archive(raw_folder), with_sample
        self._raw_folder = raw_folder

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages it works in, the first one first."""
        return office_that_holds(self._raw_folder.parent).languages

    @cached_property
    def register(self) -> Register:
        """What names and codes are looked up in."""
        return read_register(self._raw_folder, definitions_in_force(self._raw_folder), self.with_sample)
