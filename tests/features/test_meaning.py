import numpy as np
import pytest

from stance.article import AnnotatedArticle, Article, Passage, Span
from stance.features.meaning import VIEWS, Meaning
from stance.features.segments import passage_sentences, target_context

TEXT = "One two Anna three four. Then Anna left, and Bert came."
ARTICLE = Article("1", TEXT)
ANNA = (Span(8, 12), Span(30, 34))


class Lengths:
    """A text's vector: its number of letters, and 1."""

    size = 2

    def __init__(self, fingerprint="lengths"):
        self.fingerprint = fingerprint

    def encode(self, texts):
        rows = [[len(text), 1] for text in texts]
        return np.asarray(rows, np.float32).reshape(len(texts), 2)


def columns(view, passages, **parameters):
    return Meaning(Lengths(), view, **parameters).fit_transform(passages)


def test_the_context_is_the_words_around_every_mention():
    passage = Passage(ARTICLE, target="Anna", target_spans=ANNA)
    assert target_context(passage, 1) == "two Anna three … Then Anna left,"
    assert columns("context", [passage])[0, 0] == len(target_context(passage))


def test_the_context_stays_inside_the_passage():
    passage = Passage(ARTICLE, Span(25, len(TEXT)), "Anna", ANNA)
    assert target_context(passage, 9) == "Then Anna left, and Bert came."
    assert target_context(Passage(ARTICLE, Span(0, 7), "Anna", ANNA)) == "One two"


def test_sentences_come_from_the_layers_or_from_the_marks():
    assert passage_sentences(Passage(ARTICLE)) == [TEXT[:24], TEXT[25:]]
    annotated = AnnotatedArticle(ARTICLE, sentences=(Span(0, 7), Span(8, 24)))
    assert passage_sentences(Passage(annotated)) == ["One two", "Anna three four."]
    assert passage_sentences(Passage(annotated, Span(12, 24))) == ["three four."]
    assert passage_sentences(Passage(Article("2", ""))) == [""]


def test_sentences_are_pooled_to_one_vector_of_length_one():
    given = [Passage(ARTICLE), Passage(Article("2", "Ha."))]
    found = columns("sentences", given)
    sums = np.asarray([[24 + 30, 2], [3, 1]])
    assert np.allclose(found, sums / np.linalg.norm(sums, axis=1, keepdims=True))
    assert columns("sentences", []).shape == (0, 2)


def test_a_pair_is_both_their_distance_their_product_and_their_cosine():
    passage = Passage(Article("1", "abc"), target="ab")
    assert columns("pair", [passage]).tolist() == [[3, 1, 2, 1, 1, 0, 6, 1, 7]]


def test_nearness_is_the_cosines_of_the_target_with_the_sentences():
    class Corners(Lengths):
        def encode(self, texts):
            return np.eye(3, dtype=np.float32)[[len(text) % 3 for text in texts]]

    passage = Passage(Article("1", "Abcd. Ab. Abcde."), target="abc")  # lengths 5, 3 and 6
    other = Passage(Article("2", "Ab."), target="a")
    found = Meaning(Corners(), "nearness").fit_transform([passage, other, passage])
    assert found[0].tolist() == pytest.approx([1, 1, 0, 0, 2 / 3, 1 / 3])
    assert found[1].tolist() == [0, 0, 0, 0, 0, 0]
    assert (found[2] == found[0]).all()


def test_verdicts_stand_beside_the_nearness_of_the_target():
    class Denials(Lengths):
        def encode(self, texts):
            return np.asarray([[1, "denied" in text] for text in texts], np.float32)

    passage = Passage(Article("1", "It rained. He denied it."), target="Rain denied")
    fitted = Meaning(Denials(), "verdicts").fit([passage])
    found = dict(
        zip(fitted.get_feature_names_out(), fitted.transform([passage])[0], strict=True)
    )
    told = {name: value for name, value in found.items() if name.endswith("_denied")}
    assert found["nearest_cosine"] == 2
    assert told == {
        "target_denied": 2,
        "near_denied": 1.5,
        "nearest_denied": 2,
        "opening_denied": 1,
        "strongest_denied": 2,
        "mean_denied": 1.5,
        "difference_denied": 0.5,
    }
    assert found["target_confirmed"] == 1


@pytest.mark.parametrize("view", VIEWS)
def test_every_column_of_every_view_has_a_name_of_its_own(view):
    fitted = Meaning(view=view).fit([TEXT])
    names = fitted.get_feature_names_out()
    assert fitted.transform([Passage(ARTICLE, target="Anna")]).shape == (1, len(names))
    assert len(set(names)) == len(names)


def test_the_weight_multiplies():
    assert np.allclose(columns("passage", [TEXT], weight=3), 3 * columns("passage", [TEXT]))


def test_other_weights_than_in_training_are_refused():
    fitted = Meaning(Lengths("old")).fit([TEXT])
    fitted.encoder = Lengths("new")
    with pytest.raises(ValueError, match="has the weights new, and the model was trained"):
        fitted.transform([TEXT])


def test_an_unknown_view_or_encoder_is_named():
    with pytest.raises(ValueError, match="no view 'smell': take one of passage, target"):
        Meaning(view="smell").fit([TEXT])
    with pytest.raises(ValueError, match="no encoder 'telepathy'"):
        Meaning("telepathy").fit([TEXT])
