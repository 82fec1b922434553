"""The styles and texts of a workbook of Excel 97–2003: number formats, fonts, and how stretches of a text are set."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from functools import lru_cache

from pipelines.readers.letters import BLACK, LOWERED, RAISED, WHITE, Letters, mark_of
from pipelines.readers.number_formats import GENERAL, built_in_code

FONT, FORMAT, STYLE, TEXTS, CONTINUED = 0x0031, 0x041E, 0x00E0, 0x00FC, 0x003C
_STRUCK = 0x0008
_POSITIONS = {1: RAISED, 2: LOWERED}
_INDEXED = {0: BLACK, 1: WHITE, 8: BLACK, 9: WHITE, 0x40: BLACK, 0x41: WHITE, 0x7FFF: BLACK}
_SOLID = 1
# The font of this number does not exist: those after it are counted on from there.
_NO_FONT = 4


@dataclass
class OldStyles:
    """What cells refer to by number, gathered as the records of the workbook go by."""

    codes: dict[int, str] = field(default_factory=dict)
    fonts: list[Letters] = field(default_factory=list)
    styles: list[tuple[int, int, str | None]] = field(default_factory=list)
    texts: list[list[tuple[int, int]]] = field(default_factory=list)
    _pieces: list[bytes] = field(default_factory=list)

    def take(self, kind: int, body: bytes) -> None:
        """Takes in one record."""
        if kind == CONTINUED and self._pieces:
            self._pieces.append(body)
            return
        if self._pieces:
            self.texts, self._pieces = _runs_of_texts(self._pieces), []
        if kind == FORMAT:
            number, length, flags = struct.unpack_from("<HHB", body)
            wide = flags & 1
            text = body[5 : 5 + length * (1 + wide)]
            self.codes[number] = text.decode("utf-16-le" if wide else "latin-1", "replace")
        elif kind == FONT:
            height, flags, color, _, position = struct.unpack_from("<5H", body)
            self.fonts.append(Letters(bool(flags & _STRUCK), _POSITIONS.get(position, ""), _INDEXED.get(color),
                                      height <= 40))  # fmt: skip
        elif kind == STYLE:
            font, code = struct.unpack_from("<HH", body)
            self.styles.append((code, font, _background(body)))
        elif kind == TEXTS:
            self._pieces = [body]

    def code(self, style: int) -> str:
        """The number format of a cell style."""
        number = self.styles[style][0]
        return self.codes.get(number, built_in_code(number)) if style < len(self.styles) else GENERAL

    def mark(self, style: int, text: int | None = None) -> str:
        """How the letters of a cell are set, with the shared text that it shows."""
        if style >= len(self.styles):
            return ""
        _, font, background = self.styles[style]
        runs = self.texts[text] if text is not None and text < len(self.texts) else []
        fonts = [self._letters(number) for _, number in runs]
        if not runs or runs[0][0] > 0:
            fonts.append(self._letters(font))
        return mark_of(fonts, background)

    def _letters(self, number: int) -> Letters:
        index = number - 1 if number > _NO_FONT else number
        return self.fonts[index] if index < len(self.fonts) else Letters()


@lru_cache(maxsize=1024)
def _background(body: bytes) -> str | None:
    pattern = struct.unpack_from("<I", body, 14)[0] >> 26
    if not pattern:
        return WHITE
    return _INDEXED.get(struct.unpack_from("<H", body, 18)[0] & 0x7F) if pattern == _SOLID else None


class _Pieces:
    """The bytes of a table of texts that goes on from record to record."""

    def __init__(self, pieces: list[bytes]) -> None:
        self.pieces, self.number, self.at = pieces, 0, 0

    def take(self, count: int) -> bytes:
        """The next bytes, across the ends of records."""
        taken = bytearray()
        while len(taken) < count:
            self._turn()
            piece = self.pieces[self.number][self.at : self.at + count - len(taken)]
            taken += piece
            self.at += len(piece)
        return bytes(taken)

    def skip_letters(self, count: int, wide: int) -> None:
        """Passes over letters: where they go on in the next record, its first byte says anew how wide they are."""
        while count:
            if self.at >= len(self.pieces[self.number]):
                self._turn()
                wide = self.take(1)[0] & 1
            there = (len(self.pieces[self.number]) - self.at) // (1 + wide)
            step = min(count, there)
            if not step:
                raise IndexError("letters cut in two")
            self.at += step * (1 + wide)
            count -= step

    def _turn(self) -> None:
        while self.at >= len(self.pieces[self.number]):
            self.number, self.at = self.number + 1, 0


def _runs_of_texts(pieces: list[bytes]) -> list[list[tuple[int, int]]]:
    """Of every shared text where a font begins, and which; empty for one that is set in one way."""
    stream = _Pieces(pieces)
    _, count = struct.unpack("<II", stream.take(8))
    texts: list[list[tuple[int, int]]] = []
    for _ in range(min(count, 1_000_000)):
        letters, flags = struct.unpack("<HB", stream.take(3))
        runs = struct.unpack("<H", stream.take(2))[0] if flags & 8 else 0
        extended = struct.unpack("<I", stream.take(4))[0] if flags & 4 else 0
        stream.skip_letters(letters, flags & 1)
        fonts = [struct.unpack("<HH", stream.take(4)) for _ in range(runs)]
        stream.take(extended)
        texts.append([(start, font) for start, font in fonts if start < letters])
    return texts
