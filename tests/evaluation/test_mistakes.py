import numpy as np
import pytest

from stance.article import AnnotatedArticle, Article, Passage
from stance.evaluation.mistakes import (
    confident_mistakes,
    confusions,
    score_slices,
    slices_of,
)
from stance.evaluation.predictions import Predictions

TEXTS = (
    "The minister won't sign.",
    "He praised the “bold” plan and, for once, the whole house agreed with what he had said.",
    "Great idea #not",
    "She said: “We will vote on all of this tomorrow morning.”",
    "Nothing in the notes of the northern knot.",
    "The notable knot is in the north.",
)


def test_slices_tell_cues_from_words_that_look_alike():
    found = slices_of([Passage(Article(str(i), text)) for i, text in enumerate(TEXTS)])
    assert found["negation"] == ["yes", "no", "yes", "no", "yes", "no"]
    assert found["quotation"] == ["no", "yes", "no", "yes", "no", "no"]
    assert found["irony"] == ["no", "yes", "yes", "no", "no", "no"]
    assert found["length"] == ["short", "long", "short", "long", "middle", "middle"]


def test_target_outlet_and_voice_are_slices_too():
    article = AnnotatedArticle(Article("1", "Yes.", outlet="Herald"))
    found = slices_of([Passage(article, target="tax", voice="mayor")])
    assert (found["target"], found["outlet"], found["voice"]) == (
        ["tax"],
        ["Herald"],
        ["mayor"],
    )
    assert all(values == [] for values in slices_of([]).values())


def run_of(n=60):
    gold = ["pro", "con"] * (n // 2)
    right = np.arange(n) % 3 > 0
    guess = [
        g if ok else "con" if g == "pro" else "pro" for g, ok in zip(gold, right, strict=True)
    ]
    ids = tuple(f"i{i:02d}" for i in range(n))
    chances = np.array([[0.5 + i / 200, 0.5 - i / 200] for i in range(n)])
    chances = np.where(np.array(guess)[:, None] == "con", chances, chances[:, ::-1])
    return Predictions(ids, tuple(gold), tuple(guess), (), (), (), ("con", "pro"), chances)


def test_a_slice_has_the_score_of_its_items_inside_its_interval():
    run = run_of()
    values = ["hard" if i % 3 == 0 else "easy" for i in range(60)]
    easy, hard = score_slices(run, "kind", values, metric="accuracy")
    assert (easy.value, easy.n, easy.score) == ("easy", 40, 1)
    assert (hard.value, hard.n, hard.score) == ("hard", 20, 0)
    (whole,) = score_slices(run, "all", ["x"] * 60, metric="accuracy")
    assert whole.score == pytest.approx(2 / 3)
    assert whole.low < whole.score < whole.high


def test_small_slices_are_left_out_and_lengths_are_checked():
    assert (
        list(score_slices(run_of(), "id", [str(i) for i in range(60)], metric="accuracy")) == []
    )
    with pytest.raises(ValueError, match="60 items and 1 slices"):
        list(score_slices(run_of(), "id", ["x"], metric="accuracy"))


def test_confusions_of_labels_and_of_label_sets():
    assert confusions(run_of()) == [("con", "pro", 10), ("pro", "con", 10)]
    sets = Predictions(
        ("1", "2"), (frozenset("ab"), frozenset("a")), (frozenset("bc"), frozenset())
    )
    assert confusions(sets) == [("a", None, 2), (None, "c", 1)]


def test_the_most_confident_mistakes_come_first_and_are_wrong():
    found = confident_mistakes(run_of(), n=3)
    assert [mistake.id for mistake in found] == ["i57", "i54", "i51"]
    assert found[0].confidence == pytest.approx(0.5 + 57 / 200)
    assert all(mistake.gold != mistake.guess for mistake in found)
    with pytest.raises(ValueError, match="need probabilities"):
        confident_mistakes(Predictions(("1",), ("a",), ("b",)))
