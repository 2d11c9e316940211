import pytest

from stance.article import Article, Passage
from stance.models import make_model


def passage(text, target=None):
    return Passage(Article(text, text), target=target)


def test_a_family_can_be_left_out_of_the_news_model_and_an_unknown_one_is_named():
    model = make_model("stance-news", without=("lexicons", "target_names"))
    names = [name for name, _ in model[-1].columns.transformer_list]
    assert "lexicons" not in names
    assert "words_of_clause" in names
    with pytest.raises(ValueError, match="no family guesses: try"):
        make_model("stance-news", without=("guesses",))


def test_the_news_model_tells_by_the_side_a_word_stands_on():
    texts = ["Ode praised the honest Eve Marsh.", "Eve Marsh praised the honest Ode."] * 20
    passages = [passage(text, target="Ode") for text in texts]
    model = make_model("stance-news", names=False).fit(passages, ["neutral", "favor"] * 20)
    asked = [passage("Ode praised the brilliant Ann Hill.", "Ode")]
    asked.append(passage("Ann Hill praised the brilliant Ode.", "Ode"))
    assert list(model.predict(asked)) == ["neutral", "favor"]
