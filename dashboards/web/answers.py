"""What answers with files share: the header that names a file, and a refusal as text."""

from __future__ import annotations

import re
from urllib.parse import quote

from flask import Response

from metrics.sentences import Bilingual

_PLAIN = re.compile(r"[\w.-]+", re.ASCII)


def attachment(name: str) -> str:
    r"""The header `Content-Disposition` of a file; a name that is more than plain ASCII stands there encoded.

    >>> attachment("cdm-zone-2018-2019H1-bulletin.docx")
    'attachment; filename="cdm-zone-2018-2019H1-bulletin.docx"'
    >>> attachment("川创-01-2025.pdf"), attachment('a"\r\nX: y')
    ("attachment; filename*=UTF-8''%E5%B7%9D%E5%88%9B-01-2025.pdf", "attachment; filename*=UTF-8''a%22%0D%0AX%3A%20y")
    """
    if _PLAIN.fullmatch(name):
        return f'attachment; filename="{name}"'
    return f"attachment; filename*=UTF-8''{quote(name, safe='')}"


def refusal(status: int, zh: str, en: str) -> Response:
    """Why there is no file, in both languages."""
    return Response(f"{Bilingual(zh, en)}\n", status=status, content_type="text/plain; charset=utf-8")
