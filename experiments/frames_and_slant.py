"""How well are frames and slant told without pretrained weights, settings chosen in training?

Each benchmark by its own protocol. `C` and the weights of columns are chosen on folds of the
training side of each fold (`choose=True`), as are all thresholds: no scored text has a part in
them. Fixed after earlier looks at the same data: the kinds of columns and the middle of each
grid. `babe.py`, `gvfc.py` and the others of their kind run the same models at fixed settings.
"""

from typing import Any

from grid import experiment

from stance.evaluation.results import Result
from stance.experiment import run

CHOSEN = {"choose": True}
GUNS = {"codebook": "gun-violence", **CHOSEN}
CLIMATE = {"codebook": "climate", **CHOSEN}
GRID = (
    ("gvfc/framed", "category-linear", GUNS),
    ("gvfc/with-none/all", "category-linear", GUNS),
    ("babe/sg2", "bias-linear", CHOSEN),
    ("basil/all", "bias-linear", CHOSEN),
    ("hyperpartisan/train", "hyperpartisan-linear", CHOSEN),
    ("ccf-climate/gold-en", "frames-keywords", {"codebook": "climate"}),
    ("ccf-climate/gold-en", "frames-linear", CLIMATE),
    ("ccf-climate/sub-frames/gold-en", "frames-linear", CLIMATE),
)


def one(dataset: str, model: str, parameters: dict[str, Any]) -> list[Result]:
    """The result of a row."""
    return [run(dataset, model, **parameters)]


main = experiment("frames_and_slant", GRID, one)

if __name__ == "__main__":
    main()
