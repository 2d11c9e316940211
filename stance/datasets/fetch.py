"""Fetch a data set from its authors' address into the user cache, whole and verified.

The standard library is enough, and it can go on with a transfer that broke off.
"""

from __future__ import annotations

import http.client
import shutil
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from tqdm import tqdm

from stance.datasets import CARDS, card_of
from stance.datasets.card import Card, DataError, Download
from stance.datasets.places import cache_folder, file_hash
from stance.datasets.unpacking import CHUNK, LARGEST, unpack

ATTEMPTS = 3
"""How often a transfer that breaks off is taken up again."""
TIMEOUT = 60.0
"""Seconds without a byte after which a transfer counts as broken."""


class FetchError(OSError):
    """A data set could not be fetched; the message says what to do."""


def fetch(name: str) -> str:
    """Fetch a set into the user cache; say where it lies, or how it is to be had.

    The terms are shown on standard error before anything is fetched. Files land in the cache
    together, after their checksums agree, or not at all.

    Returns
    -------
    str
        What was done, file by file; or, where the terms forbid fetching, how to apply.

    Raises
    ------
    FetchError
        Where there is no network, or the transfer breaks off; a second call goes on from
        there.
    DataError
        Where a checksum differs or an archive is unsafe or damaged; nothing is kept.

    Examples
    --------
    >>> print(fetch("seeds/frames"))
    seeds/frames comes with stance: there is nothing to fetch
    """
    card = _fetchable(card_of(name))
    if card.shipped:
        return f"{name} comes with stance: there is nothing to fetch"
    if not card.downloads:
        return f"{card.name} cannot be fetched by a program.\n{card.access}"
    folder = cache_folder() / card.folder
    if all(_state(card, folder, item.name) != "missing" for item in card.files):
        return _report(card, folder)
    sys.stderr.write(f"{card.title}\n{card.terms}\nLicence: {card.licence}\n")
    _fetch_all(card, folder)
    return _report(card, folder)


def _fetchable(card: Card) -> Card:
    """The card itself, or the one that says where the files of the same folder come from."""
    beside = (other for other in CARDS.values() if other.folder == card.folder)
    return card if card.downloads else next((o for o in beside if o.downloads), card)


def _fetch_all(card: Card, folder: Path) -> None:
    parts = cache_folder() / ".parts" / card.folder
    parts.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=parts) as made:
        staged = Path(made)
        for number, item in enumerate(card.downloads):
            _fetch_one(card, item, parts / str(number), staged)
        for file in card.files:
            if _state(card, staged, file.name) == "missing":
                raise DataError(f"{card.name}: {file.name} was in none of the downloads")
        folder.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(folder, ignore_errors=True)
        staged.rename(folder)
        staged.mkdir()  # for the temporary folder to remove
    shutil.rmtree(parts, ignore_errors=True)


def _fetch_one(card: Card, item: Download, part: Path, staged: Path) -> None:
    download(item.url, part)
    if item.archive:
        unpack(part, staged, [file.name for file in card.files])
    else:
        (staged / item.to).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(part, staged / item.to)
    wrong = _wrong(card, item, staged)
    if wrong:
        part.unlink()
        raise DataError(
            f"{item.url}: the checksum of {wrong} is not that of the card; nothing was kept"
        )


def _wrong(card: Card, item: Download, staged: Path) -> str:
    """The name of a file that has another checksum than the card says, or nothing."""
    here = (file for file in card.files if item.archive or file.name == item.to)
    if item.differs:
        return ""
    return next((f.name for f in here if _state(card, staged, f.name) == "differs"), "")


def _state(card: Card, folder: Path, name: str) -> str:
    """`verified`, `missing`, `differs`, or why it cannot be verified."""
    expected = next(file.sha256 for file in card.files if file.name == name)
    if not (folder / name).exists():
        return "missing"
    if not expected:
        return "not verified, the card has no checksum"
    if file_hash(folder / name)[0] == expected:
        return "verified"
    known = next((item.differs for item in card.downloads if item.to == name), "")
    return f"not verified, {known}" if known else "differs"


def _report(card: Card, folder: Path) -> str:
    lines = [f"{card.name} is in {folder}"]
    lines += [f"  {file.name}: {_state(card, folder, file.name)}" for file in card.files]
    return "\n".join(lines)


def download(url: str, part: Path) -> None:
    """Fetch one address into a file; go on where the file breaks off.

    Raises
    ------
    FetchError
        Where there is no network, or the transfer broke off `ATTEMPTS` times.
    """
    if not url.startswith(("https://", "http://")):
        raise FetchError(f"{url} is no web address")
    for _ in range(ATTEMPTS):
        try:
            if _transfer(url, part):
                return
        except urllib.error.HTTPError as error:
            if error.code != http.client.REQUESTED_RANGE_NOT_SATISFIABLE:
                raise FetchError(
                    f"{url}: the server answers {error.code} {error.reason}"
                ) from None
            part.unlink(missing_ok=True)
        except (urllib.error.URLError, TimeoutError) as error:
            reason = getattr(error, "reason", error)
            raise FetchError(
                f"{url} cannot be reached ({reason}): is there a network? Else fetch it by hand"
            ) from None
        except (http.client.HTTPException, ConnectionError):
            continue
    size = part.stat().st_size if part.exists() else 0
    raise FetchError(
        f"{url}: the transfer broke off after {size:,} bytes; run it again to go on"
    )


def _transfer(url: str, part: Path) -> bool:
    """Whether the whole is here; bytes that came before a break are kept."""
    have = part.stat().st_size if part.exists() else 0
    headers = {"User-Agent": "stance", **({"Range": f"bytes={have}-"} if have else {})}
    request = urllib.request.Request(url, headers=headers)
    with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
        if answer.status != http.client.PARTIAL_CONTENT:
            have = 0
        length = answer.headers.get("Content-Length")
        total = have + int(length) if length else None
        if (total or 0) > LARGEST:
            raise DataError(f"{url} has {total:,} bytes, more than any set of the catalogue")
        _copy(answer, part, have, total)
    return total is None or part.stat().st_size == total


def _copy(answer: http.client.HTTPResponse, part: Path, have: int, total: int | None) -> None:
    bar = tqdm(
        total=total, initial=have, unit="B", unit_scale=True, file=sys.stderr, disable=None
    )
    with bar, part.open("ab" if have else "wb") as out:
        while chunk := answer.read1(CHUNK):
            have += len(chunk)
            if have > LARGEST:
                raise DataError(f"{part.name}: more than {LARGEST:,} bytes came")
            out.write(chunk)
            bar.update(len(chunk))


__all__: Sequence[str] = ("FetchError", "download", "fetch")
