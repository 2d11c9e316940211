"""Word counts whose positions others have published."""

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from stance.datasets import MissingDataError

BELL = [2, 3, 10, 22, 45, 78, 115, 146, 158, 146, 115, 78, 45, 22, 10, 3, 2]
STARTS = {"R1": 0, "R2": 5, "R3": 10, "R4": 15, "R5": 20, "V1": 7}
ACCESS = (
    "the scaling data lie in $STANCE_DATA/scaling (from the R packages austin and quanteda)"
)


@pytest.fixture(scope="session")
def worked_example():
    """The example of Laver, Benoit & Garry (2003, figure 1): 1,000 words a text."""
    counts = pd.DataFrame(0, index=list(STARTS), columns=[f"w{i:02d}" for i in range(37)])
    for text, start in STARTS.items():
        counts.loc[text, counts.columns[start : start + len(BELL)]] = BELL
    assert (counts.sum(axis=1) == 1000).all()
    return counts


@pytest.fixture
def scaling():
    """A reader of published counts and answers: a table by its path below the folder."""

    def read(name, **options):
        path = Path(os.environ.get("STANCE_DATA", "")) / "scaling" / name
        if not path.exists():
            raise MissingDataError(f"{name} is missing: {ACCESS}")
        return pd.read_csv(path, keep_default_na=False, **options)

    return read


@pytest.fixture
def counts_of(scaling):
    """Published counts, texts as rows; words that no text uses are left out."""

    def read(name):
        table = scaling(f"austin/{name}.csv", index_col=0)
        numbers = table.to_numpy(np.float64).T
        used = numbers.sum(axis=0) > 0
        return pd.DataFrame(numbers[:, used], index=table.columns)

    return read
