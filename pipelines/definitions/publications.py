"""Publications: definitions count from the line of the journal that publishes them, by bytes that lie in the archive.

A publication keeps every file of the definitions under its SHA-256, and the list of them, the manifest, under its own.
What lies in `raw/definitions` is a draft until somebody publishes it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from metrics import clock
from metrics.catalog import Files
from metrics.sentences import BilingualError
from pipelines.archive import Archive
from pipelines.records import Publication

FORMAT = 1


class LostDefinitions(BilingualError, ValueError):
    """Published definitions that are gone, altered or of a later format; the sentence says which and what to do."""


class OvertakenPublication(BilingualError, ValueError):
    """Somebody else has published since; the sentence says who and when."""


def publish(archive: Archive, files: Files, publication: Publication, *, is_checked: bool = True) -> Publication:
    """Keeps definitions in the archive and writes the line by which they hold; on return all is durable.

    Args:
        archive: where; it is held for one writer meanwhile.
        files: every definition of the office, by its path below the folder of definitions.
        publication: who and why; its manifest and time are given here, `taken_from` names what it was made from.
        is_checked: whether it is refused when another one has come between; None is what the first is made from.

    Returns:
        The publication as it stands in the journal.

    Raises:
        OvertakenPublication: when the one in force is not that it was made from.
        ClockUnsure: when the machine's clock cannot be right.
        OSError: when it could not be stored; then nothing has been published.
    """
    with archive.exclusive():
        last = in_force(archive)
        if is_checked:
            require_in_force(last, publication.taken_from)
        moment = archive.next_moment()
        listed = {name: archive.keep_content(content) for name, content in sorted(files.items())}
        made = replace(publication, recorded_at=moment, manifest=archive.keep_content(_manifest(listed)))
        archive.write(made)
        return made


def require_in_force(last: Publication | None, taken_from: str | None) -> None:
    """Refuses what was made from other definitions than those that `last` published.

    Raises:
        OvertakenPublication: when it was.
    """
    if last is not None and last.manifest != taken_from:
        moment = f"{clock.local(clock.instant(last.recorded_at)):%Y-%m-%d %H:%M}"
        raise OvertakenPublication(
            f"{last.by}已于 {moment} 发布了新的定义，请重新预览后再发布",
            f"{last.by} has published other definitions at {moment}: look at the preview again, then publish",
        )


def in_force(archive: Archive) -> Publication | None:
    """The latest publication, or None where nothing has been published."""
    return next(iter(reversed(archive.publications())), None)


def manifest_of(files: Files) -> str:
    """The hash under which these files would be published.

    >>> manifest_of({}) == manifest_of({"units.yml": b""})
    False
    """
    listed = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
    return hashlib.sha256(_manifest(listed)).hexdigest()


def published_files(archive: Archive, manifest: str) -> dict[str, bytes]:
    """The definitions of one publication, by their path below the folder of definitions.

    Raises:
        LostDefinitions: when a file is gone or is not the one that was published.
    """
    return {name: _content(archive, sha256, name) for name, sha256 in _listed(archive, manifest).items()}


def files_of_publication(archive: Archive, publication: Publication) -> Iterator[tuple[Path, str, str]]:
    """Each file that a publication stands on: where it lies, its SHA-256, and what people call it."""
    yield archive.path(publication.manifest), publication.manifest, f"definitions {publication.recorded_at}"
    if publication.received is not None:
        yield archive.path(publication.received), publication.received, f"workbook {publication.recorded_at}"
    try:
        listed = _listed(archive, publication.manifest)
    except LostDefinitions:
        return  # The list itself is what is named.
    for name, sha256 in listed.items():
        yield archive.path(sha256), sha256, f"definitions/{name}"


def _manifest(listed: Mapping[str, str]) -> bytes:
    return json.dumps({"format": FORMAT, "files": dict(listed)}, ensure_ascii=False, indent=1).encode()


def _listed(archive: Archive, manifest: str) -> dict[str, str]:
    content = json.loads(_content(archive, manifest, "definitions"))
    if content["format"] > FORMAT:
        raise LostDefinitions(
            f"已发布的定义的格式为 {content['format']}，本程序只读到 {FORMAT}，请使用新版程序",
            f"the published definitions are of format {content['format']}, and this program reads up to {FORMAT}: use "
            "the newer program",
        )
    files: dict[str, str] = content["files"]
    return files


def _content(archive: Archive, sha256: str, name: str) -> bytes:
    place = archive.path(sha256)
    try:
        content = place.read_bytes()
    except OSError as error:
        raise LostDefinitions(
            f"{place}: 已发布的定义 {name} 读不出，请从备份恢复此文件（{error.strerror}）",
            f"{place}: the published definitions {name} cannot be read: restore the file from a backup "
            f"({error.strerror})",
        ) from None
    if hashlib.sha256(content).hexdigest() != sha256:
        raise LostDefinitions(
            f"{place}: 已发布的定义 {name} 被改动过，请从备份恢复此文件",
            f"{place}: the published definitions {name} were altered: restore the file from a backup",
        )
    return content
