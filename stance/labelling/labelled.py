"""What labelling gives: an article with its layers, its labels, and the tables of both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from stance.article import AnnotatedArticle

COLUMNS: dict[str, tuple[str, ...]] = {
    "frames": ("code", "name", "probability", "primary", "evidence", "words", "profile"),
    "quotations": (
        "kind",
        "content",
        "cue",
        "source",
        "speaker",
        "speaker_name",
        "speaker_probability",
    ),
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

PROFILE = ("code", "voice", "voice_name", "start", "end", "position", "contribution")
"""The columns of `LabelledArticle.profile`."""


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
        """One row a frame, the most probable first: code, name, probability, evidence.

        `words` are the words that add most to the log odds of the frame, with what each adds,
        `evidence` the sentences whose words add most (or, of a model whose words cannot be
        told apart, those most probably of the frame), `profile` the stretches of `profile`.
        """
        return self._table("frames")

    @property
    def profile(self) -> pd.DataFrame:
        """Where each frame stands, and in whose voice: one row a frame and stretch of text.

        A stretch is a sentence of the author's, or what somebody is quoted with (`unknown`
        where the speaker was not found). `position` runs from 0 at the beginning to 1;
        `contribution` is what the words of the stretch add to the log odds of the frame.
        """
        rows = [
            {"code": frame["code"], "voice_name": self._voice_name(row["voice"]), **row}
            for frame in self.record["frames"]
            for row in frame.get("profile", ())
        ]
        return pd.DataFrame(rows, columns=list(PROFILE))

    @property
    def frames_by_voice(self) -> pd.DataFrame:
        """Whose words carry each frame: a row a voice, a column a code, shares that sum to 1.

        Notes
        -----
        When it misleads: a voice that speaks longer carries more.
        """
        rows = self.profile
        sums = rows.pivot_table("contribution", "voice_name", "code", "sum", fill_value=0.0)
        return sums / sums.sum()

    def _voice_name(self, voice: str) -> str:
        names = {actor.id: actor.name for actor in self.annotated.actors}
        return names.get(voice, voice)

    @property
    def stances(self) -> pd.DataFrame:
        """One row a (voice, target): label, probability, number of passages, evidence.

        The mean over all passages in which the voice speaks of the target. The label is `not
        enough evidence` where none is more probable than all others together.
        """
        return self._table("stances")

    @property
    def quotations(self) -> pd.DataFrame:
        """One row a quotation: kind, content, cue, source, speaker and its probability."""
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
