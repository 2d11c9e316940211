"""The card: what a data set is, whose, under which terms, in which files and splits."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from stance.codebook import Codebook

TASKS = ("stance", "frames", "category", "attribution", "articles", "lexicon", "scaling")
"""One label a passage with a target; label sets; one label without a target; quotations;
articles without labels; word lists; texts with positions."""


class DataError(ValueError):
    """A data file does not hold what its card says; the message names file and line."""


class MissingDataError(FileNotFoundError):
    """A data file is not on this machine; the message says where it is to be had."""


@dataclass(frozen=True)
class DataFile:
    """One file as its authors distribute it: path inside the set's folder, hash, bytes."""

    name: str
    sha256: str = ""
    bytes: int = 0


@dataclass(frozen=True)
class Download:
    """Where one file is fetched from, and the path `to` inside the set's folder it becomes.

    Of an `archive` (zip, tar) the files that the card lists are taken. Checksums are those of
    the card's files; where the authors' file is another than the one the card describes,
    `differs` says how, and it cannot be verified.
    """

    url: str
    to: str = ""
    archive: bool = False
    differs: str = ""


@dataclass(frozen=True)
class SplitCard:
    """What one split should hold: its files, how many records, how many of each label.

    `fingerprints` are those of records 0, 9 and last (see `fingerprint`).
    """

    files: tuple[str, ...] = ()
    n: int = 0
    counts: Mapping[str, int] = field(default_factory=dict, hash=False)
    fingerprints: tuple[str, ...] = ()


@dataclass(frozen=True)
class Card:
    """What a public data set is, in its authors' words: a row of the catalogue.

    Attributes
    ----------
    labels
        Each label with its definition, those of the `codebook` where the card gives none;
        empty where a label is no name (quotations).
    training
        For each split that is tested on, the splits its model is trained on.
    default_split
        The split that the bare name of the card stands for.
    group
        What must not be split between training and test; `Split.groups` holds it.
    metrics
        Keys of the evaluation room, the authors' own measure first.
    terms
        On which terms the data may be had, and how: printed where they are missing.
    shipped
        Whether the files come with this package or its repository.

    Examples
    --------
    >>> from stance.datasets import card_of
    >>> card = card_of("semeval2016/a")
    >>> card.name, card.training["a"], card.splits["a"].n
    ('semeval2016', ('train',), 1249)
    """

    name: str
    title: str
    task: str
    folder: str
    licence: str
    citation: str
    terms: str
    unit: str = "text"
    language: str = "en"
    codebook: str = ""
    labels: Mapping[str, str] = field(default_factory=dict, hash=False)
    urls: tuple[str, ...] = ()
    period: str = ""
    annotators: str = ""
    known_errors: tuple[str, ...] = ()
    group: str = ""
    metrics: tuple[str, ...] = ()
    default_protocol: str = "official"
    default_split: str = ""
    version: str = "1"
    shipped: bool = False
    files: tuple[DataFile, ...] = ()
    downloads: tuple[Download, ...] = ()
    splits: Mapping[str, SplitCard] = field(default_factory=dict, hash=False)
    training: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)

    @classmethod
    def read(cls, path: Path | str) -> Card:
        """Read a card from its TOML file.

        Raises
        ------
        ValueError
            For a key no card has, or one that is missing; the message names the file.
        """
        source = Path(path)
        try:
            return _card(tomllib.loads(source.read_text("utf-8")))
        except (TypeError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ValueError(f"{source.name} is no dataset card: {error}") from None

    def __str__(self) -> str:
        from stance.datasets.card_page import card_page

        return card_page(self)

    def _repr_html_(self) -> str:
        from stance.datasets.card_page import card_page

        return card_page(self)._repr_html_()

    @property
    def access(self) -> str:
        """Where the data are to be had, on which terms, and where to put them."""
        urls = "\n".join(f"  {url}" for url in self.urls) or "  (no address is known)"
        fetch = f"Or run: stance fetch {self.name}\n" if self.downloads else ""
        return (
            f"{self.title} ({self.name})\n{self.terms}\nLicence: {self.licence}\n"
            f"From:\n{urls}\n{fetch}Put the files into $STANCE_DATA/{self.folder} "
            "(STANCE_DATA names a folder of yours)"
        )


def _card(row: dict[str, Any]) -> Card:
    known = {item.name for item in fields(Card)}
    if unknown := set(row) - known:
        raise TypeError(f"unknown key {', '.join(sorted(unknown))}")
    made: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in row.items()
    }
    if "codebook" in row and "labels" not in row:
        made["labels"] = {
            code.id: code.definition for code in Codebook.read(row["codebook"]).codes
        }
    made["files"] = tuple(DataFile(**item) for item in row.get("files", ()))
    made["downloads"] = tuple(Download(**item) for item in row.get("downloads", ()))
    made["splits"] = {n: _split_card(s) for n, s in row.get("splits", {}).items()}
    made["training"] = {n: tuple(names) for n, names in row.get("training", {}).items()}
    if row.get("task") not in TASKS:
        raise TypeError(f"task {row.get('task')!r} is none of {', '.join(TASKS)}")
    return Card(**made)


def _split_card(row: dict[str, Any]) -> SplitCard:
    made = dict(row)
    for name in ("files", "fingerprints"):
        made[name] = tuple(row.get(name, ()))
    return SplitCard(**made)
