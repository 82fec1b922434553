"""Which encoding a text is in: found out, said, and never guessed where two would do."""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from expectations.result import visible

_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8 (BOM)"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16 LE (BOM)"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16 BE (BOM)"),
)
_CHINESE = re.compile("[一-鿿]")
# Private characters, control characters other than tab and line ends, halves of a pair.
_NEVER_WRITTEN = re.compile("[\ue000-\uf8ff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Decoded:
    """A text under one encoding that its bytes allow."""

    text: str
    encoding: str


def possible_texts(content: bytes) -> Iterator[Decoded]:
    """Every reading of `content` that its bytes allow, the most certain first; none where it is no text.

    A byte order mark settles it. Without one: bytes that are UTF-8 hardly ever are anything else, so it comes first;
    GB18030 covers GBK and GB2312; UTF-16 only where there are zero bytes, which no other text has. Which of them is
    right is decided by whether the header can be read.
    """
    for mark, codec, name in _MARKS:
        if content.startswith(mark):
            yield from _decoded(content[len(mark) :], codec, name)
            return
    if b"\x00" in content:
        yield from _decoded(content, "utf-16-le", "UTF-16 LE")
        yield from _decoded(content, "utf-16-be", "UTF-16 BE")
        return
    yield from _decoded(content, "utf-8", "UTF-8")
    yield from _decoded(content, "gb18030", "GB18030")


def first_broken_line(content: bytes) -> int:
    """The line, from 1, at which `content` stops being text in UTF-8: a byte that is none of it, or a NUL."""
    nul = content.find(b"\x00")
    try:
        content.decode("utf-8-sig")
        broken = nul
    except UnicodeDecodeError as error:
        broken = min(error.start, nul) if nul >= 0 else error.start
    return content.count(b"\n", 0, max(broken, 0)) + 1


def readable_name(path: Path | str) -> str:
    r"""The name of a file as it may be shown and kept; one in another encoding than UTF-8 is taken for GB18030.

    >>> readable_name(os.fsdecode("报告.csv".encode("gbk"))), readable_name("报告.csv"), readable_name("a\n.csv")
    ('报告.csv', '报告.csv', 'a\\n.csv')
    """
    raw = os.fsencode(path)
    for codec in ("utf-8", "gb18030"):
        try:
            return visible(raw.decode(codec))
        except UnicodeDecodeError:
            continue
    return visible(raw.decode("utf-8", "backslashreplace"))


def is_garbled(text: str) -> bool:
    """Whether `text` went through a wrong encoding on its way: 鍗曚綅, ä¸­æ–‡, 锟斤拷, or a replacement mark.

    >>> is_garbled("单位".encode().decode("gb18030")), is_garbled("单位"), is_garbled("中文".encode().decode("latin-1"))
    (True, False, True)
    """
    if "\ufffd" in text or "锟斤拷" in text or _NEVER_WRITTEN.search(text):
        return True
    if text.isascii():
        return False
    # A byte that the wrong encoding could not show often became a question mark: each stretch is tried alone.
    return any(_turns_chinese(part, codec) for part in text.split("?") for codec in ("gb18030", "cp1252", "latin-1"))


def _turns_chinese(text: str, codec: str) -> bool:
    try:
        received = text.encode(codec)
        whole = received.decode("utf-8")
    except UnicodeDecodeError as error:
        # Cut off within a character: believed only where enough of it makes sense.
        whole = received[: error.start].decode("utf-8") if error.start >= len(received) - 3 else ""
        return len(_CHINESE.findall(whole)) >= 3
    except UnicodeEncodeError:
        return False
    return whole != text and bool(_CHINESE.search(whole))


def _decoded(content: bytes, codec: str, name: str) -> Iterator[Decoded]:
    try:
        yield Decoded(content.decode(codec), name)
    except UnicodeDecodeError:
        return  # Not this one: the next candidate is tried, and with none left the file is refused.
