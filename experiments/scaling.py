"""Do Wordscores and Wordfish put published texts where the R package `austin` puts them?"""

import numpy as np
import pandas as pd
from grid import RESULTS

from stance.datasets import card_of
from stance.datasets.places import data_folder
from stance.measurement.wordfish import Wordfish
from stance.measurement.wordscores import Wordscores

BRITISH = {"UKLAB92a": 5.35, "UKLIBDEM92a": 8.21, "UKCONS92a": 17.21}
DAIL = {"Haughey": 1.0, "Spring": -1.0, "deRossa": -1.0}
GRID = (
    ("daildata", "wordscores_dail1991_virgin", "Score", DAIL),
    ("ukmanif", "wordscores_ukmanif_virgin", "Rescaled", BRITISH),
    ("iebudget2009", "wordfish_iebudget2009_docs", "theta", {}),
    ("demanif.econ", "wordfish_demanif.econ_docs", "theta", {}),
    ("interestgroups", "wordfish_interestgroups_docs", "theta", {}),
)


def positions(counts: pd.DataFrame, theirs: pd.Series, given: dict[str, float]) -> np.ndarray:
    """Where we put the texts of `theirs`: by Wordscores where references are given."""
    if not given:
        used = counts.loc[theirs.index].to_numpy(float)[:, counts.sum() > 0]
        return Wordfish((int(theirs.argmin()), int(theirs.argmax()))).fit(used).positions_
    texts = [next(name for name in counts.index if who in name) for who in given]
    scores = Wordscores("lbg" if theirs.name == "Rescaled" else None)
    return scores.fit(counts.loc[texts], list(given.values())).predict(counts.loc[theirs.index])


def main() -> None:
    """Place the texts of every row; print and keep how far they lie from `austin`'s."""
    folder = data_folder(card_of("scaling"), ("austin", "reference_austin"))
    rows = []
    for texts, answers, column, given in GRID:
        tables = (folder / f"austin/{texts}.csv", folder / f"reference_austin/{answers}.csv")
        counts, published = (pd.read_csv(t, index_col=0, keep_default_na=False) for t in tables)
        ours, theirs = positions(counts.T, published[column], given), published[column]
        r, gap = np.corrcoef(ours, theirs)[0, 1], np.abs(ours - theirs).max()
        rows.append((answers, len(ours), r, gap))
    found = pd.DataFrame(rows, columns=["positions", "n", "r", "gap"]).round(6)
    print(found.to_string(index=False))
    found.to_json(RESULTS / "scaling.json", orient="records", indent=1)


if __name__ == "__main__":
    main()
