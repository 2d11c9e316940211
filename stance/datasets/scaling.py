"""Text scaling: the debates and word counts on which published positions can be checked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from stance.article import Article, Passage
from stance.datasets.card import Card
from stance.datasets.formats import number, read_rows
from stance.datasets.split import Record

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("doc_id", "year", "name", "party", "text")


def read(folder: Path, card: Card, split: str) -> Iterator[Record]:
    """One passage a speech; the label is the speaker's party."""
    (name,) = card.splits[split].files
    for place, row in read_rows(folder / name, COLUMNS):
        article = Article(
            row["doc_id"],
            row["text"],
            author=row["name"],
            date=row["year"],
            meta={"party": row["party"]},
        )
        yield Record(article.id, Passage(article), row["party"], article.id, place)


def read_counts(path: Path) -> pd.DataFrame:
    r"""A table of word counts, words in rows and documents in columns, in the file's order.

    Words such as *null* stay words, and one that stands in two rows keeps both.

    Raises
    ------
    DataError
        Where a row is cut off or a count is no number; the message names the line.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "counts.csv")
    ...     _ = path.write_text("word,R1,V1\nnull,2,0\n")
    ...     read_counts(path).loc["null", "R1"]
    np.float64(2.0)
    """
    import pandas as pd

    words, counts = [], []
    for place, row in read_rows(path, ()):
        word, *names = row
        words.append(row[word])
        counts.append({name: number(row[name], place) for name in names})
    return pd.DataFrame(counts, index=words)
