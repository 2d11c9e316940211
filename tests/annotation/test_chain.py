"""The chain against every path, written out: the gradient and the best path."""

import itertools
import pickle

import numpy as np
import pytest
from sklearn.base import clone

from stance.annotation import paths
from stance.annotation.chain import ChainTagger

N_TAGS, N_BORDERS, N_TOKENS = 3, 2, 4


@pytest.fixture
def problem():
    generator = np.random.default_rng(0)
    scores = generator.normal(size=(N_TOKENS, N_TAGS)).astype(np.float32)
    moves = generator.normal(size=(N_BORDERS, N_TAGS, N_TAGS)).astype(np.float32)
    border = generator.integers(0, N_BORDERS, N_TOKENS)
    return scores, moves, border


def enumerate_paths(scores, moves, border):
    for path in itertools.product(range(N_TAGS), repeat=N_TOKENS):
        total = sum(scores[i, tag] for i, tag in enumerate(path))
        total += sum(moves[border[i], path[i - 1], path[i]] for i in range(1, N_TOKENS))
        yield path, total


def test_the_gradient_is_expected_minus_observed_counts_over_all_paths(problem):
    scores, moves, border = problem
    gold = np.array([2, 0, 1, 1])
    tags, steps = np.zeros_like(scores), np.zeros_like(moves)
    weights = [(path, np.exp(total)) for path, total in enumerate_paths(*problem)]
    partition = sum(weight for _, weight in weights)
    for path, weight in [*weights, (gold, -partition)]:
        for i, tag in enumerate(path):
            tags[i, tag] += weight / partition
        for i in range(1, N_TOKENS):
            steps[border[i], path[i - 1], path[i]] += weight / partition
    starts, grid = paths.grid_of(np.array([N_TOKENS]))
    slope, turn = paths.gradients(scores, border, gold, starts, grid, moves)
    assert np.allclose(slope, tags, atol=1e-5)
    assert np.allclose(turn, steps, atol=1e-5)


def test_decoding_finds_the_best_of_all_paths_for_each_sequence(problem):
    scores, moves, border = problem
    best = max(enumerate_paths(*problem), key=lambda pair: pair[1])[0]
    both = np.concatenate([scores[:2], scores])
    borders = np.concatenate([border[:2], border])
    found = paths.best_path(both, borders, np.array([2, N_TOKENS]), moves)
    assert tuple(found[2:]) == best


def test_probabilities_are_those_of_all_paths_for_each_sequence(problem):
    scores, moves, border = problem
    expected = np.zeros_like(scores)
    for path, total in enumerate_paths(*problem):
        expected[np.arange(N_TOKENS), path] += np.exp(total)
    both = np.concatenate([scores[:2], scores])
    borders = np.concatenate([border[:2], border])
    found = paths.probabilities(both, borders, np.array([2, N_TOKENS]), moves)
    assert np.allclose(found[2:], expected / expected.sum(axis=1, keepdims=True), atol=1e-5)
    assert np.allclose(found.sum(axis=1), 1, atol=1e-5)


def sequences(n=40):
    """Tag 1 wherever the feature before was 3: only the order can tell."""
    generator = np.random.default_rng(1)
    features = [generator.integers(0, 6, size=(8, 1)) for _ in range(n)]
    borders = [np.append(0, (rows[:-1, 0] == 3).astype(int)) for rows in features]
    return features, borders, [border.copy() for border in borders]


def test_a_border_alone_can_decide():
    features, borders, tags = sequences()
    tagger = ChainTagger(bits=3, n_tags=2, n_borders=2, epochs=20, batch=4, caution=0.01)
    found = tagger.fit(features, borders, tags).predict(features, borders)
    assert np.mean(np.concatenate(found) == np.concatenate(tags)) > 0.97


def test_two_fits_agree_and_survive_pickling():
    features, borders, tags = sequences()
    tagger = ChainTagger(bits=3, n_tags=2, n_borders=2, epochs=3, random_state=4)
    one = tagger.fit(features, borders, tags)
    two = pickle.loads(pickle.dumps(clone(tagger).fit(features, borders, tags)))
    assert np.array_equal(one.weights_, two.weights_)
    assert np.array_equal(one.borders_, two.borders_)


def test_rare_hashes_are_ignored_and_light_ones_can_be_left_out():
    features, borders, tags = sequences()
    features[0][0, 0] = 7
    tagger = ChainTagger(bits=3, n_tags=2, n_borders=2, least=2, epochs=3)
    tagger.fit(features, borders, tags)
    assert tagger.rows_[7] == 0
    heaviest = np.argmax(np.abs(tagger.weights_).max(axis=1) * tagger.counts_)
    kept = tagger.weights_[heaviest]
    assert tagger.compact(1).weights_.tolist() == [[0, 0], kept.tolist()]
    assert (tagger.rows_ > 0).sum() == 1


def test_the_mean_of_chains_scores_the_mean_of_their_scores():
    features, borders, tags = sequences()
    one, two = (
        ChainTagger(bits=3, n_tags=2, n_borders=2, epochs=2).fit(
            features[half], borders[half], tags[half]
        )
        for half in (slice(0, 20), slice(20, 40))
    )
    mean = ChainTagger.mean_of([one, two]).scores([features[0].T])
    assert np.allclose(
        mean, (one.scores([features[0].T]) + two.scores([features[0].T])) / 2, atol=0.02
    )


def test_nothing_to_tag_is_no_error():
    features, borders, tags = sequences()
    tagger = ChainTagger(bits=3, n_tags=2, n_borders=2, epochs=1).fit(features, borders, tags)
    assert tagger.predict([], []) == []


def test_dropout_spreads_weight_over_features_that_say_the_same():
    generator = np.random.default_rng(2)
    tags = [generator.integers(0, 2, size=8) for _ in range(30)]
    features = [np.column_stack([tag, tag + 2, np.full(8, 4)]) for tag in tags]
    borders = [np.zeros(8, dtype=int) for _ in tags]
    tagger = ChainTagger(bits=3, n_tags=2, epochs=20, batch=4, caution=0.01, dropout=0.5)
    found = tagger.fit(features, borders, tags)
    again = clone(tagger).fit(features, borders, tags)
    assert np.array_equal(found.weights_, again.weights_)
    alone = [np.column_stack([part, np.full((8, 2), 4)]) for part in (tags[0], tags[0] + 2)]
    for rows in alone:
        assert found.predict([rows], borders[:1])[0].tolist() == tags[0].tolist()
