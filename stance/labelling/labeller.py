"""The conductor of this room: articles in batches → annotation → models → records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.metadata import version
from itertools import accumulate, islice, pairwise
from pathlib import Path
from typing import Any

import joblib
import numpy as np
from numpy.typing import NDArray
from sklearn.pipeline import Pipeline

from stance.annotation.annotate import annotate_all
from stance.article import Actor, AnnotatedArticle, Article, Passage
from stance.codebook import Codebook
from stance.labelling.garbage import collector_paused
from stance.labelling.labelled import LabelledArticle
from stance.labelling.profile import word_grounds
from stance.labelling.record import (
    article_record,
    frame_records,
    likely_grounds,
    ranked,
    stance_records,
)
from stance.labelling.voices import Stretches, spoken_passages, stretches_of
from stance.models.encoder_stacked import encoder_asked
from stance.models.label_sets import LabelSets
from stance.models.pretrained import file_hash, load_model, model_path
from stance.passages import PassageBatch

BATCH = 64
"""Articles a batch: enough to spread the cost of a call, little enough to stay small."""

MOST_TOKENS = 250_000
"""Of passages in one call of a stance model, so that no article can fill the memory."""

QUALITIES = {"light": "stance", "best": "stance-best"}
"""The stance model that ships for each quality."""


class Labeller:
    """Two fitted models and the annotation, ready to label any number of articles.

    Parameters
    ----------
    frames, stance
        A fitted model, its file, or the name of one that ships. A frame model gives `predict`
        sets of codes and `predict_proba` one column a code; a stance model is fitted on
        passages with targets and gives `predict_proba` one column a label; if None, that of
        `quality`.
    quality
        `"light"`: words alone. `"best"`: a fine-tuned encoder reads each sentence toward each
        target; it needs the extra `encoder` and takes several times as long.
    codebook
        Where the names of the codes come from: its name or path.
    actors
        Actors you know of, for `annotate`: their names and aliases take precedence.
    metonyms
        Whether capitals, seats of government and peoples mean their country, for `annotate`.
    attribution
        How quotations are found: `"learned"` or `"rules"`.

    Examples
    --------
    >>> labeller = Labeller(attribution="rules")
    >>> labelled, = labeller.label(["The court struck the law down."])
    >>> sorted(labelled.record)[:3]
    ['actors', 'frames', 'id']

    Raises
    ------
    ImportError
        For the quality `best` where the extra `encoder` is not installed.
    ValueError
        For another quality, or a model that is not fitted.
    """

    def __init__(
        self,
        frames: Any = "frames",  # noqa: ANN401 - a fitted estimator or a name
        stance: Any = None,  # noqa: ANN401 - a fitted estimator or a name
        *,
        codebook: str = "policy-frames",
        actors: Iterable[Actor] = (),
        metonyms: bool = False,
        attribution: str = "rules",
        quality: str = "light",
    ) -> None:
        if quality not in QUALITIES:
            raise ValueError(f"no quality {quality!r}: take one of {', '.join(QUALITIES)}")
        self.frames, frames_hash = _resolve(frames)
        self.stance, stance_hash = _resolve(QUALITIES[quality] if stance is None else stance)
        self.actors = tuple(actors)
        self.metonyms = metonyms
        self.attribution = attribution
        names = {code.id: code.name for code in Codebook.read(codebook).codes}
        self.codes = [(str(c), names.get(str(c), str(c))) for c in self.frames.classes_]
        self.versions = self._versions(frames_hash, stance_hash)

    def _versions(self, frames_hash: str, stance_hash: str) -> dict[str, str]:
        parts = {
            "stance": version("stance"),
            "frames_model": frames_hash,
            "stance_model": stance_hash,
            **({"encoder": asked} if (asked := encoder_asked(self.stance)) else {}),
            "attribution": self.attribution,
            "actors": joblib.hash(self.actors)[:12] if self.actors else "found",
            **({"metonyms": "countries"} if self.metonyms else {}),
        }
        return parts | {"signature": "|".join(f"{k}:{v}" for k, v in parts.items())}

    @collector_paused()
    def label(self, articles: Iterable[Article | str]) -> list[LabelledArticle]:
        """Label a batch of articles; what one gets does not depend on the others."""
        annotated = annotate_all(
            [
                Article(str(row), one) if isinstance(one, str) else one
                for row, one in enumerate(articles)
            ],
            actors=self.actors,
            metonyms=self.metonyms,
            attribution=self.attribution,
        )
        stretches = stretches_of(annotated)
        rows = zip(
            annotated,
            self.frame_rows(annotated, stretches),
            self.stance_rows(annotated, stretches),
            strict=True,
        )
        return [
            LabelledArticle(
                one,
                article_record(one)
                | {"frames": frames, "stances": stances, "model": self.versions},
            )
            for one, frames, stances in rows
        ]

    def frame_rows(
        self, annotated: Sequence[AnnotatedArticle], stretches: Stretches
    ) -> list[list[dict[str, Any]]]:
        """The rows of the table `frames` for each article."""
        wholes = PassageBatch.wholes(annotated)
        found, chances = _both(self.frames, wholes)
        columns = [
            ranked(self.codes, own, row) for own, row in zip(found, chances, strict=True)
        ]
        grounds = word_grounds(self.frames, wholes, stretches, columns)
        rows = zip(columns, chances, grounds or self._likely(annotated, columns), strict=True)
        return [frame_records(self.codes, *row) for row in rows]

    def _likely(
        self, annotated: Sequence[AnnotatedArticle], columns: Sequence[Sequence[int]]
    ) -> list[list[dict[str, Any]]]:
        parts = [[Passage(one, span) for span in one.sentences] for one in annotated]
        return [
            likely_grounds(one.sentences, part[:, list(own)])
            for one, part, own in zip(
                annotated, _in_parts(self.frames, parts), columns, strict=True
            )
        ]

    def stance_rows(
        self, annotated: Sequence[AnnotatedArticle], stretches: Stretches
    ) -> list[list[dict[str, Any]]]:
        """The rows of the table `stances` for each article."""
        spoken = spoken_passages(annotated, stretches)
        classes = [str(label) for label in self.stance.classes_]
        parts = spoken.passages.parts(MOST_TOKENS)
        chances = [np.zeros((0, len(classes))), *map(self.stance.predict_proba, parts)]
        return stance_records(spoken, np.concatenate(chances), classes)


def _both(
    model: Any,  # noqa: ANN401 - a fitted estimator
    passages: Sequence[Passage],
) -> tuple[Sequence[Any], NDArray[np.float64]]:
    """Guesses and probabilities; the columns of a pipeline are measured once for both."""
    if not isinstance(model, Pipeline) or len(model) < 2:
        return model.predict(passages), model.predict_proba(passages)
    columns, last = model[:-1].transform(passages), model[-1]
    chances = last.predict_proba(columns)
    if isinstance(last, LabelSets):
        return last.sets_of(chances), chances
    return last.predict(columns), chances


def _in_parts(model: Any, parts: Sequence[Sequence[Passage]]) -> list[NDArray[np.float64]]:  # noqa: ANN401
    """The probabilities of all passages in one call, given back article by article."""
    flat = [passage for part in parts for passage in part]
    if not flat:
        return [np.zeros((0, len(model.classes_))) for _ in parts]
    probabilities = model.predict_proba(flat)
    bounds = accumulate((len(part) for part in parts), initial=0)
    return [probabilities[start:end] for start, end in pairwise(bounds)]


def _resolve(model: Any) -> tuple[Any, str]:  # noqa: ANN401 - a fitted estimator or a name
    if isinstance(model, str):
        path = model_path(model)
        return _shipped(model), f"{path.stem}@{file_hash(path)}"
    if not hasattr(model, "classes_"):
        raise ValueError(f"the model {type(model).__name__} is not fitted: call fit first")
    last = model[-1] if isinstance(model, Pipeline) else model
    return model, f"{type(last).__name__}@{str(joblib.hash(model))[:12]}"


@cache
def _shipped(name: str) -> Any:  # noqa: ANN401 - any estimator
    return load_model(name)


@cache
def _default() -> Labeller:
    return Labeller()


def label(article: Article | str, **options: Any) -> LabelledArticle:  # noqa: ANN401
    """Label one article: its frames, quotations, actors, and stances by (voice, target).

    Parameters
    ----------
    article
        An `Article` (see `stance.read`) or its text.
    **options
        Of `Labeller`: other models, a codebook, the actors you know of.

    Notes
    -----
    When it misleads: the probabilities are the model's, learned from few articles; a label is
    a place to read, not a finding. Validate on a hand-coded sample of your own corpus before
    you count, and do not label persons: a stance here is a text's, not its author's mind.

    Examples
    --------
    >>> labelled = label("“The budget is a fraud,” Senator Ann Lee said.")
    >>> list(labelled.quotations["kind"])
    ['direct']
    """
    return next(label_articles([article], **options))


def label_articles(
    articles: Iterable[Article | str],
    **options: Any,  # noqa: ANN401 - of Labeller
) -> Iterator[LabelledArticle]:
    """Label a stream of articles in order, holding one batch of them at a time."""
    labeller = Labeller(**options) if options else _default()
    numbered = (
        Article(str(row), article) if isinstance(article, str) else article
        for row, article in enumerate(articles)
    )
    return in_batches(labeller, numbered)


def with_whole_paths(options: Mapping[str, Any]) -> dict[str, Any]:
    """Options of `Labeller` that mean the same wherever a worker stands: files by whole paths.

    Examples
    --------
    >>> with_whole_paths({"frames": "frames", "metonyms": True})
    {'frames': 'frames', 'metonyms': True}
    """
    return {name: _whole_path(value) for name, value in options.items()}


def _whole_path(value: Any) -> Any:  # noqa: ANN401 - of any option
    if not isinstance(value, str | Path) or not Path(value).suffix:
        return value
    return str(Path(value).absolute()) if Path(value).is_file() else value


def in_batches(labeller: Labeller, articles: Iterable[Article]) -> Iterator[LabelledArticle]:
    """Label any number of articles in order, holding one batch of them at a time.

    Examples
    --------
    >>> [found.record["id"] for found in in_batches(Labeller(), [Article("1", "Taxes rose.")])]
    ['1']
    """
    stream = iter(articles)
    while batch := list(islice(stream, BATCH)):
        yield from labeller.label(batch)
