import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.model_selection import StratifiedKFold

from stance.article import AnnotatedArticle, Article, Passage
from stance.evaluation.items import Items
from stance.evaluation.protocols import PROTOCOLS, protocol_of

N = 120


def items(n=N, seed=0, **more):
    generator = np.random.default_rng(seed)
    columns = {
        "labels": tuple(generator.choice(["con", "pro"], n, p=[0.3, 0.7])),
        "groups": tuple(f"g{i}" for i in generator.integers(0, 30, n)),
        "targets": tuple(f"t{i % 6}" for i in range(n)),
        "outlets": tuple(f"o{i % 8}" for i in range(n)),
        "dates": tuple(f"2020-{1 + i % 12:02d}-01" for i in range(n)),
        "is_test": tuple(i % 5 == 0 for i in range(n)),
    }
    return Items(**{**columns, **more})


KEPT = {"group": "groups", "target": "targets", "outlet": "outlets"}


@pytest.mark.parametrize("name", PROTOCOLS)
def test_no_item_is_on_both_sides_and_what_is_kept_apart_is(name):
    data, protocol = items(), PROTOCOLS[name]
    folds = list(protocol.folds(data))
    assert folds
    for train, test in folds:
        assert len(train)
        assert len(test)
        assert not set(train) & set(test)
        if protocol.keeps in KEPT:
            values = np.asarray(getattr(data, KEPT[protocol.keeps]))
            assert not set(values[train]) & set(values[test])


@pytest.mark.parametrize("name", sorted(set(PROTOCOLS) - {"official", "forward-in-time"}))
def test_each_item_is_tested_exactly_once(name):
    tested = np.concatenate([test for _, test in PROTOCOLS[name].folds(items())])
    assert sorted(tested) == list(range(N))


@pytest.mark.parametrize("name", PROTOCOLS)
def test_the_same_seed_gives_the_same_folds(name):
    first, second = (list(PROTOCOLS[name].folds(items(), seed=3)) for _ in range(2))
    for (train, test), (train_again, test_again) in zip(first, second, strict=True):
        assert train.tolist() == train_again.tolist()
        assert test.tolist() == test_again.tolist()


def test_babe_folds_are_those_of_the_paper_whatever_the_seed():
    data = items()
    theirs = StratifiedKFold(5, shuffle=True, random_state=42).split(data.labels, data.labels)
    ours = PROTOCOLS["babe-5-fold"].folds(data, seed=7)
    for (_, test), (_, expected) in zip(ours, theirs, strict=True):
        assert test.tolist() == expected.tolist()


def test_official_tests_what_the_authors_tested():
    ((train, test),) = protocol_of("official").folds(items())
    assert test.tolist() == list(range(0, N, 5))
    assert len(train) == N - len(test)


def test_across_tests_the_same_folds_as_inside_with_as_much_training_from_elsewhere():
    data = items()
    inside = list(protocol_of("in-target").folds(data))
    across = list(protocol_of("across-target").folds(data))
    for (own, test), (other, same) in zip(inside, across, strict=True):
        assert test.tolist() == same.tolist()
        assert len(own) == len(other)
        targets = np.asarray(data.targets)
        assert set(targets[own]) == set(targets[test])
        assert not set(targets[other]) & set(targets[test])


def test_forward_in_time_never_trains_on_the_day_it_tests_or_later():
    data = items()
    dates = np.asarray(data.dates)
    folds = list(protocol_of("forward-in-time").folds(data))
    assert len(folds) == 5
    for train, test in folds:
        assert max(dates[train]) < min(dates[test])


@given(st.lists(st.sampled_from("abcdefgh"), min_size=10, max_size=60), st.integers(0, 9))
def test_grouped_folds_hold_for_any_grouping(groups, seed):
    data = Items(labels=("pro",) * len(groups), groups=tuple(groups))
    if len(set(groups)) < 5:
        with pytest.raises(ValueError, match="needs 5 groups"):
            list(protocol_of("grouped-5-fold").folds(data, seed))
        return
    values = np.asarray(groups)
    for train, test in protocol_of("grouped-5-fold").folds(data, seed):
        assert not set(values[train]) & set(values[test])


def test_label_sets_are_grouped_without_being_stratified():
    sets = tuple(
        frozenset({"economic"} if i % 3 else {"morality", "political"}) for i in range(N)
    )
    assert len(list(protocol_of("grouped-5-fold").folds(items(labels=sets)))) == 5
    with pytest.raises(ValueError, match="one label an item"):
        list(protocol_of("stratified-5-fold").folds(items(labels=sets)))


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("official", {"is_test": ()}, "these data have one split"),
        ("grouped-5-fold", {"groups": ()}, "needs the groups of all items, and 120 of 120"),
        ("leave-one-target-out", {"targets": ("t",) * N}, "needs 2 targets; there are 1"),
        ("forward-in-time", {"dates": ("", *("2020-01-01",) * (N - 1))}, "1 of 120 have none"),
        ("forward-in-time", {"dates": ("2020-01-01",) * N}, "needs 6 dates; there are 1"),
        ("stratified-5-fold", {"labels": ("a", "b") + ("c",) * (N - 2)}, "of 'a'; there are 1"),
        ("in-target", {"targets": ("a", *("b",) * (N - 1))}, "of 'a'; there are 1"),
        ("5-fold", {"labels": ()}, "no items to split"),
        ("10-fold", {"labels": ("pro",) * 3}, "needs 10 items; there are 3"),
    ],
)
def test_a_protocol_says_what_it_lacks(name, change, message):
    with pytest.raises(ValueError, match=message):
        list(protocol_of(name).folds(items(**change)))


def test_an_unknown_protocol_offers_the_nearest():
    with pytest.raises(ValueError, match=r"no protocol 'grouped-fold'; there are .*grouped-5"):
        protocol_of("grouped-fold")


def test_a_split_that_flatters_warns_and_an_honest_one_does_not():
    with pytest.warns(
        UserWarning, match=r"10-fold ignores that 1\d\d of 120 items share their story"
    ):
        protocol_of("10-fold").warn_if_flattering("story", items())
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        protocol_of("grouped-10-fold").warn_if_flattering("story", items())
        protocol_of("10-fold").warn_if_flattering("", items())
        alone = items(groups=tuple(f"g{i}" for i in range(N)))
        protocol_of("10-fold").warn_if_flattering("story", alone)


def test_items_are_read_from_passages_bare_or_annotated():
    bare = Article("1", "Yes.", outlet="Herald", date="2020-05-01")
    passages = [Passage(bare, target="tax"), Passage(AnnotatedArticle(bare))]
    found = Items.of(passages, ["pro", "con"], groups=["a", "b"], is_test=[True, False])
    assert (found.targets, found.outlets) == (("tax", ""), ("Herald", "Herald"))
    assert (found.dates, found.is_test) == (("2020-05-01",) * 2, (True, False))
    with pytest.raises(ValueError, match="2 passages and 1 groups"):
        Items.of(passages, ["pro", "con"], groups=["a"])
