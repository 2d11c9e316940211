"""What every extractor and every model must hold, run over all there are."""

import importlib
import inspect
import pickle
import pkgutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import issparse
from sklearn.base import clone
from sklearn.utils.validation import check_is_fitted
from tiny_bert import news_file

import stance.features
from stance.article import Article, Passage, Quotation, Span
from stance.models import MODELS, make_model
from stance.models.pretrained import load_model, save_model

TEXTS = [
    "The mayor praised the harbour plan and said it would bring honest work to the town.",
    "Critics called the harbour plan a costly mistake that harms every fisherman.",
    "The council will vote on the harbour plan on Tuesday.",
    "Nurses welcomed the new clinic as a good and overdue step.",
    "Doctors warned that the clinic is unsafe and a shameful waste.",
    "The clinic opens at nine, the ministry said in a statement.",
]
TARGETS = ["the harbour plan"] * 3 + ["the clinic"] * 3
NASTY = [
    "",
    " \n\t",
    "?",
    "“never closed",
    "🗳️ voté — naïve\u00a0coöperation",
    "x" * 3000,
    "\u202e\x00",
]
STANCES = ["favor", "against", "neutral"] * 2
FRAMES = [frozenset(names) for names in (["economic"], ["economic", "morality"], ["political"])]


def passages(texts=TEXTS, targets=TARGETS):
    return [
        Passage(Article(str(row), text), target=target)
        for row, (text, target) in enumerate(zip(texts, targets, strict=True))
    ]


def frame(texts=TEXTS, targets=TARGETS):
    return pd.DataFrame({"text": list(texts), "target": list(targets)})


LABELS = {
    "stance": STANCES,
    "category": STANCES,
    "frames": FRAMES * 2,
    "attribution": [(Quotation((Span(4, 9),), "indirect", cue=Span(10, 17)),), ()] * 3,
}


def nasty_passages():
    return passages(NASTY, ["the clinic"] * len(NASTY))


def is_extractor(found, module):
    own = found.__module__ == module.__name__ and not found.__name__.startswith("_")
    return own and hasattr(found, "transform") and not inspect.isabstract(found)


def extractor_classes():
    for info in pkgutil.iter_modules(stance.features.__path__, "stance.features."):
        module = importlib.import_module(info.name)
        for _, found in inspect.getmembers(module, inspect.isclass):
            if is_extractor(found, module):
                yield found


EXTRACTORS = sorted(extractor_classes(), key=lambda found: found.__name__)
every_extractor = pytest.mark.parametrize("extractor", EXTRACTORS, ids=lambda e: e.__name__)
every_model = pytest.mark.parametrize("name", sorted(MODELS))


def dense(columns):
    return np.asarray(columns.todense()) if issparse(columns) else np.asarray(columns)


def plain(parameters):
    return {name: value for name, value in parameters.items() if not hasattr(value, "fit")}


@every_extractor
def test_every_column_has_a_name_of_its_own_and_a_finite_value(extractor):
    fitted = extractor().fit(passages(), STANCES)
    columns, names = dense(fitted.transform(passages())), fitted.get_feature_names_out()
    assert columns.shape == (len(TEXTS), len(names))
    assert len(set(names)) == len(names) > 0
    assert np.isfinite(columns).all()


@every_extractor
def test_a_row_depends_on_its_own_passage_alone(extractor):
    fitted = extractor().fit(passages(), STANCES)
    columns = dense(fitted.transform(passages()))
    assert np.allclose(dense(fitted.transform(passages()[::-1])), columns[::-1])
    assert np.allclose(dense(fitted.transform(passages()[3:4])), columns[3:4])


@every_extractor
def test_fit_and_transform_in_one_go_is_the_same(extractor):
    together = dense(extractor().fit_transform(passages(), STANCES))
    apart = dense(extractor().fit(passages(), STANCES).transform(passages()))
    assert np.allclose(together, apart)


@every_extractor
def test_an_extractor_survives_clone_pickle_and_set_params(extractor):
    fitted = extractor().fit(passages(), STANCES)
    columns = dense(fitted.transform(passages()))
    again = pickle.loads(pickle.dumps(fitted))
    assert np.array_equal(dense(again.transform(passages())), columns)
    copy = clone(fitted)
    assert plain(copy.get_params()) == plain(extractor().get_params())
    copy.set_params(**fitted.get_params(deep=False))
    assert np.array_equal(dense(copy.fit(passages(), STANCES).transform(passages())), columns)


@every_extractor
def test_an_extractor_reads_passages_frames_and_odd_text(extractor):
    fitted = extractor().fit(passages(), STANCES)
    assert np.array_equal(dense(fitted.transform(passages())), dense(fitted.transform(frame())))
    assert np.isfinite(dense(fitted.transform(nasty_passages()))).all()
    assert np.isfinite(dense(fitted.transform(NASTY))).all()
    with pytest.raises(ValueError, match="row 1"):
        fitted.transform(["a text", float("nan")])


@every_extractor
def test_an_extractor_leaves_the_passages_alone(extractor):
    given = passages()
    extractor().fit(given, STANCES).transform(given)
    assert given == passages()


@cache
def tiny_encoder():
    """The path of an encoder of random weights: a model that needs one takes this."""
    for needed in ("onnx", "onnxruntime"):
        pytest.importorskip(needed)
    return str(news_file(Path(mkdtemp())))


def model_named(name):
    return make_model(name, **({"encoder": tiny_encoder()} if name == "stance-encoder" else {}))


@cache
def fitted_model(name):
    task = MODELS[name].tasks[0]
    return model_named(name).fit(passages(), LABELS[task])


def probabilities(model, given):
    return np.asarray(model.predict_proba(given)) if hasattr(model, "predict_proba") else None


def same(one, other):
    return list(map(str, one)) == list(map(str, other))


@every_model
def test_a_model_gives_one_answer_a_passage_and_honest_probabilities(name):
    model = fitted_model(name)
    assert len(model.predict(passages())) == len(TEXTS)
    shares = probabilities(model, passages())
    if shares is None:
        assert MODELS[name].tasks == ("attribution",)
        return
    assert list(model.classes_) == sorted(model.classes_)
    assert shares.shape == (len(TEXTS), len(model.classes_))
    assert ((shares >= 0) & (shares <= 1)).all()
    if MODELS[name].tasks[0] != "frames":
        assert np.allclose(shares.sum(axis=1), 1)


@every_model
def test_two_fits_agree_to_the_last_digit(name):
    task = MODELS[name].tasks[0]
    again = model_named(name).fit(passages(), LABELS[task])
    assert same(again.predict(passages()), fitted_model(name).predict(passages()))
    shares = probabilities(again, passages())
    if shares is not None:
        assert np.array_equal(shares, probabilities(fitted_model(name), passages()))


@every_model
def test_a_model_answers_for_every_task_it_names(name):
    for task in MODELS[name].tasks:
        assert len(model_named(name).fit(passages(), LABELS[task]).predict(passages())) == 6


@every_model
def test_fit_stores_what_it_learned_in_names_that_end_in_an_underscore(name):
    model = fitted_model(name)
    check_is_fitted(model)
    last = model.steps[-1][1]
    learned = set(vars(last)) - set(last.get_params(deep=False))
    assert learned
    assert [n for n in learned if not (n.endswith("_") or n.startswith("_"))] == []


@every_model
def test_a_model_survives_clone_pickle_set_params_and_its_file(name, tmp_path):
    model, task = fitted_model(name), MODELS[name].tasks[0]
    expected = model.predict(passages())
    assert same(pickle.loads(pickle.dumps(model)).predict(passages()), expected)
    copy = clone(model)
    copy.set_params(**plain(model.get_params()))
    assert same(copy.fit(passages(), LABELS[task]).predict(passages()), expected)
    save_model(model, tmp_path / "model.skops")
    assert same(load_model(tmp_path / "model.skops").predict(passages()), expected)


@every_model
def test_a_model_reads_frames_as_it_reads_passages_and_bears_odd_text(name):
    model = fitted_model(name)
    assert same(model.predict(frame()), model.predict(passages()))
    assert len(model.predict(nasty_passages())) == len(NASTY)
    assert len(model.predict(TEXTS)) == len(TEXTS)


@every_model
def test_a_model_learns_beside_empty_and_odd_texts(name):
    task = MODELS[name].tasks[0]
    labels = LABELS[task] + (LABELS[task] * 2)[: len(NASTY)]
    model = model_named(name).fit(passages() + nasty_passages(), labels)
    assert len(model.predict(nasty_passages())) == len(NASTY)


@every_model
def test_an_unknown_an_empty_and_an_overlong_target_are_answered(name):
    odd = passages(TEXTS[:3], ["somebody else", "", "a target " * 100])
    assert len(fitted_model(name).predict(odd)) == 3


STANCE_MODELS = [n for n in MODELS if "stance" in MODELS[n].tasks and n != "stance-encoder"]
every_stance_model = pytest.mark.parametrize("name", STANCE_MODELS)
ABSENT = {
    "not there": "the lighthouse",
    "empty": "",
    "overlong": "a long plan " * 300,
    "none": None,
}


@every_stance_model
@pytest.mark.parametrize("odd", ABSENT)
def test_a_stance_model_learns_beside_odd_targets_and_answers_them(name, odd):
    """A target that is not in the text is a label for what the text is asked about, no more."""
    few = passages(TEXTS, [*TARGETS[:4], ABSENT[odd], ABSENT[odd]])
    all_of_them = passages(TEXTS, [ABSENT[odd]] * len(TEXTS))
    for given in (few, all_of_them):
        model = make_model(name).fit(given, STANCES)
        shares = model.predict_proba(all_of_them)
        assert shares.shape == (len(TEXTS), 3)
        assert np.isfinite(shares).all()
        assert np.allclose(shares.sum(axis=1), 1)


@every_stance_model
def test_a_stance_model_asked_nothing_answers_nothing(name):
    assert len(fitted_model(name).predict([])) == 0
    assert fitted_model(name).predict_proba([]).shape == (0, 3)


@every_stance_model
def test_one_class_is_learned_by_counting_alone(name):
    given, labels = passages(), ["favor"] * len(TEXTS)
    if name in {"majority", "lexicon"}:
        assert set(make_model(name).fit(given, labels).predict(given)) == {"favor"}
    else:
        with pytest.raises(ValueError, match="6 training labels hold fewer than two classes"):
            make_model(name).fit(given, labels)


BAD_LABELS = {"none": None, "not a number": float("nan")}


@every_stance_model
@pytest.mark.parametrize("bad", BAD_LABELS)
def test_a_missing_label_is_named_by_its_row(name, bad):
    with pytest.raises(ValueError, match=r"row 5: the label is .*: leave out passages"):
        make_model(name).fit(passages(), [*STANCES[:-1], BAD_LABELS[bad]])


@every_stance_model
@pytest.mark.parametrize("column", ["text", "target"])
def test_a_cell_that_holds_no_text_is_named_by_its_row(name, column):
    table = frame()
    table.loc[2, column] = float("nan")
    for ask in (fitted_model(name).predict, lambda given: make_model(name).fit(given, STANCES)):
        with pytest.raises(ValueError, match=f"row 2: the {column} is nan, not a string"):
            ask(table)


@every_stance_model
def test_no_training_passages_and_nothing_but_empty_ones_are_refused(name):
    with pytest.raises(ValueError, match="no training passages"):
        make_model(name).fit([], [])
    with pytest.raises(ValueError, match="6 training passages are empty"):
        make_model(name).fit(passages([" "] * 6), STANCES)


@every_model
def test_bad_training_data_ends_in_one_clear_sentence(name):
    task = MODELS[name].tasks[0]
    with pytest.raises(ValueError, match=r"6\D+5"):
        model_named(name).fit(passages(), LABELS[task][:-1])
    with pytest.raises(ValueError, match="not a string"):
        model_named(name).fit(frame([*TEXTS[:-1], float("nan")]), LABELS[task])
