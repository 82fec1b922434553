"""What every piece of the scenario is made of."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

Days = tuple[int, int]  # first and last day of a range, both included
Lines = tuple[str, ...]


class Told(BaseModel):
    """A piece of the scenario: immutable, and with no key beyond the declared ones."""

    model_config = ConfigDict(extra="forbid", frozen=True)
