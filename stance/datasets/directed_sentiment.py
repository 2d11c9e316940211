"""Directed sentiment: who thinks well or ill of whom, inside one news sentence."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from stance.article import Actor, Article, Passage, Span
from stance.datasets.card import Card, DataError
from stance.datasets.formats import read_rows
from stance.datasets.split import Record

LABELS = {
    "0": "neutral",
    "1": "positive",
    "2": "positive-reversed",
    "3": "negative",
    "4": "negative-reversed",
}
_MARKED = re.compile(r"\[([^\[\]]*)\]")


def read(folder: Path, card: Card, split: str) -> Iterator[Record]:
    """One passage a sentence and pair: `voice` is its first entity, `target` its second.

    The brackets that mark the two are taken out of the text; `target_spans` and the actors in
    the article's `meta` say where they stood. Grouped by sentence, which occurs with several
    pairs, also in train and test.
    """
    for name in card.splits[split].files:
        rows = read_rows(
            folder / name,
            ("sentence", "p", "q", "label"),
            delimiter="\t",
            quoted=False,
            header=False,
        )
        for number, (place, row) in enumerate(rows):
            text, spans = unmarked(row["sentence"], place)
            group = hashlib.sha256(text.encode()).hexdigest()[:12]
            names = [span.of(text) for span in spans]
            actors = tuple(
                Actor(name, name, mentions=(span,))
                for name, span in zip(names, spans, strict=True)
            )
            article = Article(str(number), text, meta={"actors": actors})
            passage = Passage(article, None, names[1], (spans[1],), names[0])
            label = LABELS.get(row["label"].strip(), row["label"])
            yield Record(str(number), passage, label, group, place)


def unmarked(sentence: str, place: str) -> tuple[str, tuple[Span, Span]]:
    """The sentence without its brackets, and where the two bracketed entities stand.

    Examples
    --------
    >>> unmarked("[Ada] thanked [Bo].", "a.txt, line 1")
    ('Ada thanked Bo.', (Span(start=0, end=3), Span(start=12, end=14)))
    """
    found = [Span(*match.span()) for match in _MARKED.finditer(sentence)]
    if len(found) != 2:
        raise DataError(f"{place}: {len(found)} entities in brackets, not two")
    first, second = (Span(s.start - 2 * i, s.end - 2 * i - 2) for i, s in enumerate(found))
    return _MARKED.sub(r"\1", sentence), (first, second)
