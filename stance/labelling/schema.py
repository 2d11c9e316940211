"""The five tables of labelled articles: their columns, types and rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from stance.article import Article
from stance.labelling.labelled import COLUMNS, LabelledArticle

SPAN = pa.struct([("start", pa.int32()), ("end", pa.int32())])

_WORD = pa.struct([("start", pa.int32()), ("end", pa.int32()), ("contribution", pa.float64())])
_STRETCH = pa.struct(
    [
        ("voice", pa.string()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("position", pa.float64()),
        ("contribution", pa.float64()),
    ]
)

_TYPES: dict[str, pa.DataType] = {
    "probability": pa.float64(),
    "speaker_probability": pa.float64(),
    "primary": pa.bool_(),
    "passages": pa.int32(),
    "aliases": pa.list_(pa.string()),
    "evidence": pa.list_(SPAN),
    "words": pa.list_(_WORD),
    "profile": pa.list_(_STRETCH),
    "content": pa.list_(SPAN),
    "mentions": pa.list_(SPAN),
    "cue": SPAN,
    "source": SPAN,
}

ARTICLE_COLUMNS = ("title", "outlet", "author", "date", "url")


def _schema(columns: Iterable[str]) -> pa.Schema:
    fields = [(column, _TYPES.get(column, pa.string())) for column in columns]
    return pa.schema([("article", pa.string()), *fields])


SCHEMAS: dict[str, pa.Schema] = {
    "articles": _schema(ARTICLE_COLUMNS).append(pa.field("characters", pa.int32()))
} | {name: _schema(columns) for name, columns in COLUMNS.items()}
"""Every table: `article` joins them; offsets count characters of the article's text."""


def tables_of(
    labelled: Iterable[LabelledArticle], versions: Mapping[str, str]
) -> dict[str, pa.Table]:
    """The five tables of these articles, with what made the labels in their metadata.

    Examples
    --------
    >>> tables = tables_of([], {"stance": "0.1.0"})
    >>> tables["frames"].schema.names[:3], tables["articles"].num_rows
    (['article', 'code', 'name'], 0)
    """
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in SCHEMAS}
    for item in labelled:
        article = item.annotated.article
        rows["articles"].append(_article_row(article))
        for name in COLUMNS:
            rows[name] += [{"article": article.id, **row} for row in item.record[name]]
    metadata = {"stance": json.dumps(dict(versions))}
    return {
        name: pa.Table.from_pylist(rows[name], schema.with_metadata(metadata))
        for name, schema in SCHEMAS.items()
    }


def _article_row(article: Article) -> dict[str, Any]:
    given = {column: getattr(article, column) for column in ARTICLE_COLUMNS}
    return {"article": article.id, **given, "characters": len(article.text)}
