import numpy as np
import pytest
from scipy.sparse import csr_matrix
from sklearn.metrics import f1_score

from stance.article import Article, Passage
from stance.datasets import MissingDataError, load
from stance.features.words import WordTfidf
from stance.models import make_model
from stance.models.stance import TargetLogistic, _balance, _in_blocks


def passage(text, target=None):
    return Passage(Article(text, text), target=target)


def opposite_worlds(n=30):
    """Under one target *bold* is praise, under the other blame."""
    for i in range(n):
        yield passage(f"bold plan {i}", "tax"), "favor"
        yield passage(f"calm plan {i}", "tax"), "against"
        yield passage(f"bold step {i}", "war"), "against"
        yield passage(f"calm step {i}", "war"), "favor"


def test_a_word_may_weigh_otherwise_under_another_target():
    passages, labels = zip(*opposite_worlds(), strict=True)
    model = TargetLogistic(WordTfidf(), least=10).fit(passages, labels)
    assert model.targets_ == ["tax", "war"]
    asked = [passage("a bold try", target) for target in ("tax", "war")]
    assert list(model.predict(asked)) == ["favor", "against"]


def worlds_with_a_tone(targets):
    """*Good* and *bad* count the same everywhere; the commonest label is each target's own."""
    for i, target in enumerate(targets):
        for n in range(30):
            favored = n % 3 == 0 if i % 2 else n % 3 != 0
            word = "good" if favored else "bad"
            text = f"a {word} plan {n} for {target}" if n % 5 else f"plan {n} for {target}"
            label = "none" if n % 7 == 0 else "favor" if favored else "against"
            yield passage(text, target), label


def test_an_unseen_target_is_answered_at_least_as_well_as_by_the_target_blind_model():
    passages, labels = zip(*worlds_with_a_tone(["tax", "war", "rail"]), strict=True)
    asked, gold = zip(*worlds_with_a_tone(["dam"]), strict=True)
    scores = {}
    for name, least in (("linear", 10), ("linear", 1000), ("target-blind", None)):
        parameters = {} if least is None else {"least": least}
        guess = make_model(f"stance-{name}", **parameters).fit(passages, labels).predict(asked)
        scores[name, least] = f1_score(
            gold, guess, labels=["favor", "against"], average="macro"
        )
    blind = scores["target-blind", None]
    assert blind > 0.6
    assert min(scores.values()) == blind


def test_passages_without_a_target_are_known_where_training_had_such():
    model = make_model("stance-linear").fit([passage("good"), passage("bad")], ["yes", "no"])
    assert model[-1].targets_ == [""]
    assert list(model.predict([passage("so bad"), passage("so bad", "tax")])) == ["no", "no"]


def test_the_crosses_are_learned_where_targets_are_rare():
    passages, labels = zip(*opposite_worlds(), strict=True)
    known = make_model("stance-linear", least=10).fit(passages, labels)
    rare = make_model("stance-linear", least=1000).fit(passages, labels)
    assert known[-1].seen_.models_[0].rare_ is None
    assert rare[-1].seen_.models_[0].targets_ == []
    assert "tax×bold" in rare[-1].seen_.models_[0].rare_.get_feature_names_out()
    assert list(rare.predict([passage("a bold try", "war")])) == ["against"]


def test_columns_move_to_the_block_of_their_passage():
    columns = csr_matrix([[1.0, 2.0], [3.0, 0.0], [4.0, 5.0]])
    moved = _in_blocks(columns, np.array([1, -1, 0]), 2).toarray()
    assert moved.tolist() == [[0, 0, 1, 2], [0, 0, 0, 0], [4, 5, 0, 0]]


def test_the_labels_of_each_target_weigh_the_same():
    weights = _balance(np.array([0, 0, 0, 1, 1]), np.array(["a", "a", "b", "a", "a"]))
    assert weights.tolist() == [0.75, 0.75, 1.5, 1.0, 1.0]


def test_one_class_in_training_is_a_clear_error():
    with pytest.raises(ValueError, match="fewer than two classes"):
        make_model("stance-linear").fit([passage("a", "tax")] * 3, ["favor"] * 3)


def test_without_a_target_the_blind_model_answers():
    model = make_model("stance-target-blind").fit(["good", "bad"] * 5, ["favor", "against"] * 5)
    assert list(model.predict(["so bad"])) == ["against"]


@pytest.fixture(scope="module")
def semeval():
    try:
        return load("semeval2016/train"), load("semeval2016/a")
    except MissingDataError as error:
        pytest.skip(str(error))


@pytest.mark.data
def test_the_majority_of_each_target_scores_as_published_on_semeval(semeval):
    """65.22 in the task overview (S16-1003), and reproduced from the released test file."""
    train, test = semeval
    guess = make_model("majority").fit(train.passages, train.labels).predict(test.passages)
    score = f1_score(test.labels, guess, labels=["FAVOR", "AGAINST"], average="macro")
    assert round(100 * score, 2) == 65.22


@pytest.mark.data
def test_the_linear_model_passes_its_floor_on_semeval(semeval):
    train, test = semeval
    guess = make_model("stance-linear").fit(train.passages, train.labels).predict(test.passages)
    score = f1_score(test.labels, guess, labels=["FAVOR", "AGAINST"], average="macro")
    assert 100 * score >= 68
