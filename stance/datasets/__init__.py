"""Names → passages and labels: every public set of the field, and the seeds, behind `load`."""

from __future__ import annotations

import difflib
import hashlib
from collections import Counter
from collections.abc import Iterator

from stance.article import AnnotatedArticle
from stance.datasets.card import Card, DataError, MissingDataError
from stance.datasets.card_page import card_page, table
from stance.datasets.catalog import CARDS, READERS
from stance.datasets.places import data_folder
from stance.datasets.seeds import read_seed
from stance.datasets.split import Record, Split, fingerprint, label_text
from stance.datasets.word_lists import read_lexicon
from stance.lexicon import Lexicon

__all__ = [
    "CARDS",
    "Card",
    "DataError",
    "MissingDataError",
    "Record",
    "Split",
    "card_of",
    "content_hash",
    "describe",
    "gold_article",
    "label_counts",
    "lexicon",
    "load",
    "overview",
    "records",
    "resolve",
]


def _loadable() -> list[str]:
    """Every name that can be loaded: the cards', and each with its splits."""
    return [
        *CARDS,
        *(f"{card.name}/{split}" for card in CARDS.values() for split in card.splits),
    ]


def card_of(name: str) -> Card:
    """The card of the set a name belongs to: the longest card name the name begins with.

    Raises
    ------
    ValueError
        Where there is no such set; the message offers the nearest.

    Examples
    --------
    >>> card_of("semeval2016/b").metrics[0]
    'f_avg'
    """
    known = [key for key in CARDS if name == key or name.startswith(key + "/")]
    if not known:
        close = difflib.get_close_matches(name, _loadable(), n=3, cutoff=0.6)
        hint = f"did you mean {', '.join(close)}?" if close else f"there are {', '.join(CARDS)}"
        raise ValueError(f"there is no dataset {name!r}: {hint}")
    return CARDS[max(known, key=len)]


def resolve(name: str) -> tuple[Card, str]:
    """The card and the split a name stands for; the bare name stands for the default split.

    Raises
    ------
    ValueError
        Where there is no such set or split; the message lists what there is.

    Examples
    --------
    >>> card, split = resolve("semeval2016")
    >>> card.name, split
    ('semeval2016', 'a')
    """
    card = card_of(name)
    split = name[len(card.name) + 1 :] or card.default_split
    if not card.splits:
        raise ValueError(f"{card.name} has no passages: read it by stance.datasets.lexicon")
    if split not in card.splits:
        names = ", ".join(f"{card.name}/{key}" for key in card.splits)
        raise ValueError(f"{card.name} has no split {split!r}; its splits are {names}")
    return card, split


def records(name: str) -> Iterator[Record]:
    """Stream the records of a split, one at a time, each checked as it is read.

    Raises
    ------
    MissingDataError
        Where the files are not on this machine; the message says where they are to be had.
    DataError
        For a file that does not hold what its card says; the message names file and line.

    Examples
    --------
    >>> record = next(records("seeds/frames"))
    >>> record.id.startswith(record.group)
    True
    """
    card, split = resolve(name)
    folder = data_folder(card, card.splits[split].files)
    seen: set[str] = set()
    place = f"{card.name}/{split}, the first record"
    try:
        for record in READERS[card.name](folder, card, split):
            place = f"after {record.place or record.id}"
            yield _checked(record, card, seen)
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        message = f"{place}: the data are laid out otherwise than the authors' ({error!r})"
        raise DataError(message) from error


def load(name: str) -> Split:
    """Passages and labels of a split, whole or not at all.

    Parameters
    ----------
    name
        A set and a split, `semeval2016/train`, or a set alone for its default split.

    Raises
    ------
    ValueError
        For an unknown name.
    MissingDataError
        Where the files are not on this machine; the message says where they are to be had.
    DataError
        For a file that does not hold what its card says; the message names file and line.

    Examples
    --------
    >>> split = load("seeds/frames")
    >>> split.passages[0].text.startswith("# ")
    True
    """
    card, split = resolve(name)
    found = list(records(name))
    _refuse_cut_off(found, card, split)
    return Split(
        f"{card.name}/{split}",
        card,
        tuple(record.passage for record in found),
        tuple(record.label for record in found),
        tuple(record.group for record in found),
        tuple(record.id for record in found),
        tuple(record.details for record in found),
    )


def _checked(record: Record, card: Card, seen: set[str]) -> Record:
    if record.id in seen:
        raise DataError(f"{record.place}: the id {record.id!r} stands in the split already")
    seen.add(record.id)
    if card.labels and record.label is not None:
        given = record.label if isinstance(record.label, frozenset) else {record.label}
        for label in given:
            if label not in card.labels:
                names = ", ".join(card.labels)
                raise DataError(f"{record.place}: label {label!r} is none of {names}")
    return record


def _refuse_cut_off(found: list[Record], card: Card, split: str) -> None:
    """A file that begins as it should and ends too early was cut off at the end of a line."""
    expected = card.splits[split]
    if not found:
        raise DataError(f"{card.name}/{split}: the files hold no record")
    if len(found) >= expected.n or not expected.fingerprints:
        return
    first = found[0]
    if fingerprint(first.id, first.passage, first.label) == expected.fingerprints[0]:
        raise DataError(
            f"{found[-1].place}: the data end here, after {len(found)} of {expected.n} "
            "records; is the file cut off?"
        )


def content_hash(split: Split) -> str:
    """Sixteen hexadecimal digits that change with any id, text, target, label or group.

    Examples
    --------
    >>> from dataclasses import replace
    >>> split = load("seeds/frames")
    >>> other = replace(split, labels=(frozenset({"other"}), *split.labels[1:]))
    >>> content_hash(split) == content_hash(other)
    False
    """
    digest = hashlib.sha256()
    rows = zip(split.ids, split.passages, split.labels, split.groups, strict=True)
    for record_id, passage, label, group in rows:
        digest.update(f"{fingerprint(record_id, passage, label)} {group}\n".encode())
    return digest.hexdigest()[:16]


def label_counts(labels: tuple[object, ...]) -> dict[str, int]:
    """How often each label is given: each of a set, and each kind of quotation.

    Examples
    --------
    >>> label_counts((frozenset({"economic", "morality"}), frozenset({"economic"})))
    {'economic': 2, 'morality': 1}
    """
    counts: Counter[str] = Counter()
    for label in labels:
        counts.update(_names(label))
    return dict(sorted(counts.items()))


def _names(label: object) -> list[str]:
    if isinstance(label, tuple):
        return [quotation.kind for quotation in label]
    if isinstance(label, frozenset):
        return sorted(label)
    return [] if label is None else [label_text(label)]


def overview(*, markdown: bool = False) -> str:
    """The table of all sets, for a terminal, a notebook or (in Markdown) the README.

    Examples
    --------
    >>> "semeval2016" in overview()
    True
    """
    return table(CARDS.values(), markdown=markdown)


def describe(name: str) -> str:
    """The card of a set as a page: what, who, terms, labels, splits, known errors, citation.

    Examples
    --------
    >>> "FAVOR" in describe("semeval2016")
    True
    """
    return card_page(card_of(name))


def lexicon(name: str) -> Lexicon:
    """A word list of the field by name, `lexicons/liu`, from its authors' own files.

    Raises
    ------
    ValueError
        Where the name is no word list.
    MissingDataError
        Where the files are not on this machine; the message says where they are to be had.
    DataError
        For a line that cannot be read; the message names file and line.
    """
    card = card_of(name)
    if card.task != "lexicon":
        raise ValueError(f"{card.name} is no word list: read it by stance.load")
    return read_lexicon(data_folder(card, tuple(file.name for file in card.files)), card)


def gold_article(name: str) -> AnnotatedArticle:
    """A seed article with the actors and quotations its coders found, `election-courier`.

    It has no sentences and tokens: those nobody coded.

    Raises
    ------
    ValueError
        Where there is no such article; the message lists the articles.

    Examples
    --------
    >>> gold = gold_article("election-courier")
    >>> gold.quotations[0].source.of(gold.text)
    'Prime Minister Oskar Belling'
    """
    folder = data_folder(CARDS["seeds/quotations"], ("articles", "coding"))
    names = sorted(path.stem for path in (folder / "articles").glob("*.txt"))
    if name not in names:
        raise ValueError(f"there is no seed article {name!r}; there are {', '.join(names)}")
    return read_seed(folder, name).annotated
