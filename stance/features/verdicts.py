"""How near a text and a claim come to plain sentences on whether a report is true."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

VERDICTS = {
    "false": "This story is false.",
    "hoax": "It is a hoax.",
    "debunked": "The claim has been debunked.",
    "fake": "The photo is fake.",
    "denied": "Officials denied the report.",
    "unfounded": "There is no evidence for this.",
    "unconfirmed": "The report is unconfirmed.",
    "rumoured": "According to reports and rumours.",
    "confirmed": "Officials confirmed the report.",
    "true": "It is true and was verified.",
    "doubted": "People doubt the claim.",
    "satire": "It was satire, a joke.",
}
"""What may be said of any report, whatever it is about."""

_PLACES = ("target", "near", "nearest", "opening", "strongest", "mean", "difference")

VERDICT_NAMES = tuple(f"{place}_{verdict}" for place in _PLACES for verdict in VERDICTS)
"""The columns of `toward_verdicts`."""


def toward_verdicts(sentences: Vectors, target: Vectors, verdicts: Vectors) -> Vectors:
    """The cosines of target and text with each verdict; shape (n_places * n_verdicts,).

    A vector of a text tells its topic first, and a model that learns from it knows nothing of
    new topics. How near it comes to a verdict holds for any topic. Places: the target; the
    mean of the three sentences nearest to it, and the nearest; the first sentence; the
    sentence that comes nearest to the verdict; the mean of all; and how far the target goes
    beyond its three.

    Examples
    --------
    >>> one, other = np.eye(2)
    >>> found = toward_verdicts(np.array([one, other]), one, other[None])
    >>> found.tolist()  # the first sentence is nearest to the target, the second to the verdict
    [0.0, 0.5, 0.0, 0.0, 1.0, 0.5, -0.5]
    """
    told, own = sentences @ verdicts.T, verdicts @ target
    order = np.argsort(-(sentences @ target), kind="stable")
    near = told[order[:3]].mean(axis=0)
    text = [near, told[order[0]], told[0], told.max(axis=0), told.mean(axis=0)]
    return np.concatenate([own, *text, own - near])
