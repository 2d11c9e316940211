from dataclasses import replace
from pathlib import Path

import pytest

from stance.datasets import CARDS, MissingDataError, load
from stance.experiment import default_models, run, run_models, run_task, task_of
from stance.models import MODELS


@pytest.fixture
def semeval():
    try:
        load("semeval2016/a")
    except MissingDataError as missing:
        pytest.skip(str(missing))


@pytest.mark.data
@pytest.mark.parametrize(("split", "f_avg"), [("a", 65.22), ("b", 29.72)])
def test_majority_is_the_published_baseline(semeval, split, f_avg):
    # Mohammad et al. (2016), SemEval-2016 task 6, tables of both subtasks: majority class.
    result = run(f"semeval2016/{split}", model="majority")
    assert round(100 * result.metrics["f_avg"], 2) == f_avg


def test_no_event_is_in_training_and_test_at_once():
    task = task_of("seeds/frames")
    groups = task.items.groups
    for train, test in task.protocol.folds(task.items, 0):
        assert {groups[i] for i in train}.isdisjoint(groups[i] for i in test)


def test_every_passage_is_tested_once_and_by_a_stranger():
    result, guesses = run_task(task_of("seeds/stance"), "majority")
    assert sorted(guesses.ids) == sorted(load("seeds/stance").ids)
    assert result.n == len(set(guesses.ids))


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_same_seed_gives_the_same_bytes_whatever_the_jobs(jobs):
    first = run("seeds/frames", model="frames-linear", seed=3)
    again = run("seeds/frames", model="frames-linear", seed=3, jobs=jobs)
    assert first.without_seconds().to_json() == again.without_seconds().to_json()


def test_a_model_of_another_task_is_refused_before_anything_is_trained():
    with pytest.raises(ValueError, match="not for stance"):
        next(run_models("seeds/stance", ["majority", "frames-linear"]))


def test_the_official_protocol_needs_training_data():
    with pytest.raises(ValueError, match="no training data"):
        run("seeds/frames", protocol="official")


def test_the_parameters_are_signed():
    plain = run("seeds/frames", model="frames-linear")
    other = run("seeds/frames", model="frames-linear", C=0.5)
    assert dict(other.signature.parameters) == {"C": 0.5}
    assert plain.signature.digest != other.signature.digest


def test_a_split_that_flatters_is_said_aloud():
    with pytest.warns(UserWarning, match=r"5-fold ignores that .* share their event"):
        run("seeds/frames", protocol="5-fold")


def test_quotations_are_scored_as_spans_and_not_as_labels():
    result = run("seeds/quotations", model="attribution-rules")
    assert set(result.metrics) == set(load("seeds/quotations").card.metrics)
    assert 0 < result.metrics["content_overlap"] <= 1


def test_the_file_of_guesses_stands_in_the_result(tmp_path):
    (result,) = run_models("seeds/frames", ["majority"], predictions=tmp_path / "guesses")
    assert Path(result.predictions).is_file()
    assert Path(result.predictions).stem == result.signature.digest
    assert result.without_seconds() == run("seeds/frames").without_seconds()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("scaling", "its texts are measured, not classified; `python experiments/scaling.py`"),
        ("lexicons/liu", "no passages: read it by stance.datasets.lexicon"),
    ],
)
def test_data_without_labels_say_what_to_do_instead(name, message):
    with pytest.raises(ValueError, match=message):
        next(run_models(name))


def test_a_split_without_gold_labels_is_refused(monkeypatch):
    unlabelled = load("seeds/frames")
    unlabelled = replace(unlabelled, labels=(None,) * len(unlabelled))
    monkeypatch.setattr("stance.experiment.task.load", lambda name: unlabelled)
    with pytest.raises(ValueError, match="can be labelled, but not scored"):
        task_of.__wrapped__("seeds/frames")


@pytest.mark.parametrize("name", [name for name, card in CARDS.items() if card.splits])
def test_every_data_set_has_models_to_compare_that_are_for_its_task(name):
    if name == "scaling":
        return
    models = default_models(name)
    assert all(CARDS[name].task in MODELS[model].tasks for model in models)
    assert models[0] in {"majority", "attribution-rules"}
    assert (CARDS[name].task != "stance") or "stance-target-blind" in models
