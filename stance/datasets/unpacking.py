"""Archives from elsewhere: the wanted members come out, nothing else, and nothing outside."""

from __future__ import annotations

import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple

from stance.datasets.card import DataError

LARGEST = 2_000_000_000
"""Bytes a set may have, packed or unpacked; the largest of the catalogue has a tenth."""
CHUNK = 1 << 20


class Member(NamedTuple):
    """A regular file of an archive, opened only when it is copied."""

    name: str
    stream: IO[bytes]


def unpack(archive: Path, folder: Path, wanted: Sequence[str]) -> None:
    """Copy the `wanted` files and folders of a zip or tar archive into `folder`.

    A member is wanted where its path ends with the path of a wanted file, or passes through a
    wanted folder, whatever the archive calls the folders above.

    Raises
    ------
    DataError
        Where the archive is damaged, holds a path that leads outside, a link or a device, or
        unpacks to more than `LARGEST` bytes; `folder` then holds what came before, so give a
        temporary one.
    """
    written = 0
    try:
        for member in _members(archive):
            target = _place(member.name, wanted)
            if target is None:
                continue
            path = folder / target
            path.parent.mkdir(parents=True, exist_ok=True)
            with member.stream as source, path.open("wb") as out:
                while chunk := source.read(CHUNK):
                    written += len(chunk)
                    if written > LARGEST:
                        raise DataError(
                            f"{archive.name} unpacks to more than {LARGEST:,} bytes"
                        )
                    out.write(chunk)
    except (zipfile.BadZipFile, tarfile.TarError, EOFError, zlib.error) as error:
        raise DataError(f"{archive.name} is damaged: {error}") from None


def _members(archive: Path) -> Iterator[Member]:
    if zipfile.is_zipfile(archive):
        return _zip_members(archive)
    if tarfile.is_tarfile(archive):
        return _tar_members(archive)
    raise DataError(f"{archive.name} is neither a zip nor a tar archive")


def _zip_members(archive: Path) -> Iterator[Member]:
    with zipfile.ZipFile(archive) as opened:
        for item in opened.infolist():
            kind = stat.S_IFMT(item.external_attr >> 16)
            _refuse_unsafe(item.filename, archive, kind in (0, stat.S_IFREG, stat.S_IFDIR))
            if not item.is_dir():
                yield Member(item.filename, opened.open(item))


def _tar_members(archive: Path) -> Iterator[Member]:
    with tarfile.open(archive) as opened:
        for item in opened:
            _refuse_unsafe(item.name, archive, item.isfile() or item.isdir())
            stream = opened.extractfile(item) if item.isfile() else None
            if stream is not None:
                yield Member(item.name, stream)


def _refuse_unsafe(name: str, archive: Path, is_plain: bool) -> None:
    path = PurePosixPath(name.replace("\\", "/"))
    leads_out = path.is_absolute() or ".." in path.parts or path.parts[0].endswith(":")
    if leads_out or not is_plain:
        raise DataError(f"{archive.name} holds {name!r}, which is unsafe: nothing was unpacked")


def _place(name: str, wanted: Sequence[str]) -> str | None:
    rooted = f"/{name}"
    for item in wanted:
        if rooted.endswith(f"/{item}"):
            return item
        if f"/{item}/" in rooted:
            return f"{item}/{rooted.split(f'/{item}/', 1)[1]}"
    return None
