import json

import numpy as np
import pytest

from stance.article import Quotation, Span
from stance.evaluation.predictions import (
    Predictions,
    read_predictions,
    same_items,
    write_predictions,
)

RUN = Predictions(
    ids=("a", "b", "c"),
    gold=("pro", "con", "pro"),
    guess=("pro", "pro", "con"),
    groups=("story one", "story two", "story one"),
    targets=("A long headline that is text", "tax", "tax"),
    seen=(True, False, False),
    labels=("con", "pro"),
    probabilities=np.array([[0.2, 0.8], [1 / 3, 2 / 3], [0.9, 0.1]]),
)


def test_predictions_survive_but_the_names_of_groups_and_targets_do_not(tmp_path):
    path = tmp_path / "run.jsonl"
    write_predictions(path, RUN)
    found = read_predictions(path)
    for name in ("ids", "gold", "guess", "seen", "labels"):
        assert getattr(found, name) == getattr(RUN, name)
    assert (found.groups, found.targets) == (("0", "1", "0"), ("0", "1", "1"))
    assert found.probabilities.tolist() == RUN.probabilities.tolist()
    assert "headline" not in path.read_text()
    assert "story" not in path.read_text()


def test_label_sets_and_quotations_survive(tmp_path):
    path = tmp_path / "run.jsonl"
    sets = Predictions(("a",), (frozenset({"x", "y"}),), (frozenset(),))
    write_predictions(path, sets)
    assert read_predictions(path).gold == sets.gold
    assert read_predictions(path).guess == sets.guess
    said = Quotation((Span(0, 4), Span(9, 12)), "mixed", Span(5, 8), None)
    spans = Predictions(("a", "b"), ((said,), ()), ((), (said, said)))
    write_predictions(path, spans)
    assert read_predictions(path).gold == spans.gold
    assert read_predictions(path).guess == spans.guess


def test_take_keeps_all_columns_in_step():
    part = RUN.take([2, 0])
    assert (part.ids, part.gold, part.seen) == (("c", "a"), ("pro", "pro"), (False, True))
    assert part.probabilities.tolist() == [[0.9, 0.1], [0.2, 0.8]]
    assert part.labels == RUN.labels


def test_runs_on_other_items_are_not_the_same():
    same_items(RUN, RUN)
    with pytest.raises(ValueError, match="3 items, the other 2"):
        same_items(RUN, RUN.take([0, 1]))
    with pytest.raises(
        ValueError, match=r"row 0: one run tested a \(pro\), the other b \(con\)"
    ):
        same_items(RUN, RUN.take([1, 0, 2]))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        ("{}", "line 1: no prediction: it lacks labels"),
        (json.dumps({"labels": []}) + "\n{", "line 2: no prediction"),
        (json.dumps({"labels": []}) + '\n{"id": "a"}', "line 2: .* lacks gold, guess, id"),
    ],
)
def test_a_line_that_is_no_prediction_is_named(tmp_path, text, message):
    path = tmp_path / "run.jsonl"
    path.write_text(text)
    with pytest.raises(ValueError, match=message):
        read_predictions(path)
    with pytest.raises(FileNotFoundError, match="no such file of predictions"):
        read_predictions(tmp_path / "none")
