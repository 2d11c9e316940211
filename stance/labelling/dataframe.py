"""A data frame of articles, of pandas or of Dask → one of the tables of their labels."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pandas as pd

from stance.article import Article
from stance.ingest.tables import columns_for
from stance.ingest.text import why_no_article
from stance.labelling.labeller import Labeller, in_batches, with_whole_paths
from stance.labelling.schema import SCHEMAS, tables_of


def label_dataframe(
    frame: Any,  # noqa: ANN401 - of pandas or of Dask
    table: str = "stances",
    *,
    columns: dict[str, str] | None = None,
    **options: Any,  # noqa: ANN401 - of Labeller
) -> Any:  # noqa: ANN401 - as the frame
    """Label the articles of a data frame; a Dask frame stays lazy and one on its cluster.

    Parameters
    ----------
    frame
        One article a row; without a column of ids the index is the id.
    table
        One of `articles`, `frames`, `stances`, `quotations`, `actors`.
    columns
        Which column holds which field, where the names do not tell.
    **options
        Of `Labeller`: names or paths of models, a codebook, the actors you know of.

    Returns
    -------
    data frame
        Of the kind that was given; its column `article` holds the ids. A text that is no
        article (null, empty, no words) has no row in any table but `articles`, where its
        `characters` are 0.

    Raises
    ------
    ValueError
        For an unknown table, or a frame without a text.

    Examples
    --------
    >>> frame = pd.DataFrame({"text": ["“Tax is theft,” said Senator Ann Lee."]}, index=["a"])
    >>> label_dataframe(frame, "quotations")[["article", "speaker_name"]].values.tolist()
    [['a', 'Ann Lee']]
    """
    if table not in SCHEMAS:
        raise ValueError(f"there is no table {table!r}; there are {', '.join(SCHEMAS)}")
    taken = columns_for([str(name) for name in frame.columns], columns or {}, "the data frame")
    settings = tuple(sorted(with_whole_paths(options).items()))
    if hasattr(frame, "map_partitions"):
        empty = _empty(table)
        return frame.map_partitions(_label_frame, table, taken, settings, meta=empty)
    return _label_frame(frame, table, taken, settings)


def _label_frame(
    frame: pd.DataFrame,
    table: str,
    columns: dict[str, str],
    settings: tuple[tuple[str, Any], ...],
) -> pd.DataFrame:
    articles = [
        _article(str(index), {field: row[column] for field, column in columns.items()})
        for index, row in zip(frame.index, frame.to_dict("records"), strict=True)
    ]
    labeller = _labeller(settings)
    wanted = (article for article in articles if article.text or table == "articles")
    labelled = in_batches(labeller, wanted)
    found: pd.DataFrame = tables_of(labelled, labeller.versions)[table].to_pandas()
    return found.astype(dict(_empty(table).dtypes))


def _article(index: str, given: dict[str, Any]) -> Article:
    text = given.pop("text")
    fields: dict[str, Any] = {
        name: "" if pd.isna(value) else str(value) for name, value in given.items()
    }
    article_id = fields.pop("id", "") or index
    return Article(article_id, "" if why_no_article(text) else text, **fields)


def _empty(table: str) -> pd.DataFrame:
    frame: pd.DataFrame = SCHEMAS[table].empty_table().to_pandas()
    return frame


@lru_cache(maxsize=2)
def _labeller(settings: tuple[tuple[str, Any], ...]) -> Labeller:
    return Labeller(**dict(settings))
