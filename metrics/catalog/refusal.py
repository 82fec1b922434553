"""What a model raises over values that do not go together."""

from __future__ import annotations

from pydantic_core import PydanticCustomError

from metrics.sentences import Bilingual


def refusal(zh: str, en: str) -> PydanticCustomError:
    """Why they do not, in both languages, which `metrics.catalog.faults` takes up."""
    return PydanticCustomError("refused", "{en}", {"en": en, "detail": Bilingual(zh, en)})
