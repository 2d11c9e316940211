"""What labelling gives: an article with its layers, its labels, and the tables of both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from stance.article import AnnotatedArticle

COLUMNS: dict[str, tuple[str, ...]] = {
    "frames": ("code", "name", "probability", "primary", "evidence"),
    "quotations": ("kind", "content", "cue", "source", "speaker", "speaker_name"),
    "actors": ("id", "name", "aliases", "mentions"),
    "stances": (
        "voice",
        "voice_name",
        "target",
        "target_name",
        "label",
        "probability",
        "passages",
        "evidence",
    ),
}
"""The tables of a labelled article and their columns, as in its record."""


@dataclass(frozen=True)
class LabelledArticle:
    """An annotated article with its labels; the tables are built when they are asked for.

    Attributes
    ----------
    annotated
        The article with its layers.
    record
        The labels as plain dictionaries and lists: what `stance label --json` prints.
    """

    annotated: AnnotatedArticle
    record: dict[str, Any]

    @property
    def text(self) -> str:
        """The text all offsets point into."""
        return self.annotated.text

    @property
    def frames(self) -> pd.DataFrame:
        """One row a frame, the most probable first: code, name, probability, evidence."""
        return self._table("frames")

    @property
    def stances(self) -> pd.DataFrame:
        """One row a (voice, target): label, probability, number of passages, evidence."""
        return self._table("stances")

    @property
    def quotations(self) -> pd.DataFrame:
        """One row a quotation: kind, content, cue, source, speaker."""
        return self._table("quotations")

    @property
    def actors(self) -> pd.DataFrame:
        """One row an actor: id, name, aliases, mentions."""
        return self._table("actors")

    def _table(self, name: str) -> pd.DataFrame:
        return pd.DataFrame(self.record[name], columns=list(COLUMNS[name]))

    def __str__(self) -> str:
        from stance.report.article_text import article_text

        return article_text(self.text, self.record)

    def _repr_html_(self) -> str:
        from stance.report.article_page import article_fragment

        return article_fragment(self.text, self.record)
