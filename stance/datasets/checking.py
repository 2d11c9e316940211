"""Is a set what its card says, and does it leak? Hashes, counts, duplicates, conflicts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import TypeAlias

from stance.datasets import MissingDataError, Split, card_of, label_counts, load
from stance.datasets.card import Card
from stance.datasets.card_page import Page
from stance.datasets.duplicates import near_duplicates
from stance.datasets.places import data_folder, file_hash
from stance.datasets.split import fingerprint, label_text

NEAR = 0.8
"""The Jaccard of shingles from which two texts count as nearly the same."""

Splits: TypeAlias = Mapping[str, Split]


def check(name: str) -> Page:
    """Hold a set against its card and look for leaks; a short report, a finding a line.

    Checked are the checksum of each file, the records and labels of each split, empty texts,
    equal and nearly equal texts within and across splits, and equal items whose labels
    contradict each other. Files and splits that are not here are named as such.

    Raises
    ------
    ValueError
        Where there is no such set.

    Examples
    --------
    >>> print(check("seeds/frames").splitlines()[0])
    seeds/frames, version 1
    """
    card = card_of(name)
    splits = dict(_present(card))
    lines = [f"{card.name}, version {card.version}", "files", *_file_lines(card)]
    lines += ["splits", *(_split_line(card, key, splits.get(key)) for key in card.splits)]
    if splits:
        lines += ["texts", *_text_lines(card, splits)]
    return Page("\n".join(line if i == 0 else _indented(line) for i, line in enumerate(lines)))


def _indented(line: str) -> str:
    return line if line in ("files", "splits", "texts") else f"  {line}"


def _present(card: Card) -> Iterator[tuple[str, Split]]:
    for key in card.splits:
        try:
            yield key, load(f"{card.name}/{key}")
        except MissingDataError:
            continue


def _file_lines(card: Card) -> Iterator[str]:
    for file in card.files:
        try:
            found, size = file_hash(data_folder(card, (file.name,)) / file.name)
        except MissingDataError:
            yield f"{file.name}: not here"
            continue
        if not file.sha256:
            yield f"{file.name}: here; the card has no checksum: {found}, {size:,} bytes"
        elif found == file.sha256:
            yield f"{file.name}: verified"
        else:
            yield f"{file.name}: DIFFERS from the card ({size:,} bytes for {file.bytes:,})"


def _split_line(card: Card, key: str, split: Split | None) -> str:
    expected, name = card.splits[key], f"{card.name}/{key}"
    if split is None:
        return f"{name}: not here"
    counts = label_counts(split.labels)
    if not expected.n:
        marks = ", ".join(fingerprints(split))
        return f"{name}: {len(split):,} records; the card has no number: {counts}; {marks}"
    if len(split) != expected.n or (expected.counts and counts != dict(expected.counts)):
        return f"{name}: DIFFERS, {len(split):,} records ({counts}), {expected.n:,} on the card"
    if expected.fingerprints and fingerprints(split) != expected.fingerprints:
        return f"{name}: DIFFERS, {len(split):,} records and labels as on the card, but others"
    return f"{name}: {len(split):,} records and their labels as on the card"


def fingerprints(split: Split) -> tuple[str, ...]:
    """Those of records 0, 9 and last, as a card keeps them."""
    chosen = sorted({0, min(9, len(split) - 1), len(split) - 1})
    return tuple(fingerprint(split.ids[i], split.passages[i], split.labels[i]) for i in chosen)


def _text_lines(card: Card, splits: Splits) -> Iterator[str]:
    empty = sum(not p.text.strip() for split in splits.values() for p in split.passages)
    yield f"empty texts: {empty}"
    for key, split in splits.items():
        yield from _within(card, key, split)
    for tested, trained in _pairs(card, splits):
        yield from _across(tested, trained, splits[tested], splits[trained])
    conflicts = _conflicts(splits)
    yield f"equal text, target and voice with another label: {conflicts} items"


def _within(card: Card, key: str, split: Split) -> Iterator[str]:
    items = defaultdict(list)
    for passage, group in zip(split.passages, split.groups, strict=True):
        items[_item(passage)].append(group)
    again = sum(len(groups) - 1 for groups in items.values())
    yield f"{key}: {again} records repeat another one's text, target and voice"
    texts = _groups_by_text(split)
    near = near_duplicates(list(texts), NEAR)
    groups = list(texts.values())
    apart = sum(groups[i].isdisjoint(groups[j]) for i, j, _ in near)
    what = card.group or "record"
    yield f"{key}: {len(near)} pairs of texts nearly the same, {apart} of another {what}"


def _across(tested: str, trained: str, test: Split, train: Split) -> Iterator[str]:
    old, new = set(_groups_by_text(train)), list(_groups_by_text(test))
    equal = [text in old for text in new]
    seen = sum(passage.text in old for passage in test.passages)
    yield (
        f"{tested} and {trained}: {sum(equal)} texts of {tested} stand in {trained} too "
        f"({seen} of {len(test):,} records)"
    )
    others = [text for text, same in zip(new, equal, strict=True) if not same]
    pairs = near_duplicates([*others, *old], NEAR)
    near = {i for i, j, _ in pairs if i < len(others) <= j}
    yield f"{tested} and {trained}: {len(near)} more texts of {tested} nearly do"


def _pairs(card: Card, splits: Splits) -> Sequence[tuple[str, str]]:
    """Tested and trained splits; where the card says nothing of training, none."""
    named = [(tested, t) for tested, trained in card.training.items() for t in trained]
    tests = sorted(card.training, key=list(card.splits).index)
    # Parts of one another (a language of a split) are no leak.
    between = [(b, a) for a, b in combinations(tests, 2) if not b.startswith(a)]
    return [(a, b) for a, b in [*named, *between] if a in splits and b in splits]


def _groups_by_text(split: Split) -> dict[str, set[str]]:
    texts: dict[str, set[str]] = {}
    for passage, group in zip(split.passages, split.groups, strict=True):
        texts.setdefault(passage.text, set()).add(group)
    return texts


def _item(passage: object) -> tuple[object, ...]:
    names = ("text", "target", "voice", "target_spans")
    return tuple(getattr(passage, name) for name in names)


def _conflicts(splits: Splits) -> int:
    labels = defaultdict(set)
    for split in splits.values():
        for passage, label in zip(split.passages, split.labels, strict=True):
            labels[_item(passage)].add(label_text(label))
    return sum(len(found) > 1 for found in labels.values())
