"""The models that ship, in their fast form."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfTransformer

from stance.annotation.annotate import annotate
from stance.article import Article, Passage, Span
from stance.features.keyword_counts import KeywordStrength
from stance.features.vocabulary import CodeStrength, damped
from stance.models import make_model
from stance.models.block_tfidf import BlockTfidf
from stance.models.evidence import word_shares
from stance.models.pretrained import load_model
from stance.models.shares import hashed_shares
from stance.passages import PassageBatch

TEXTS = ["Taxes and wages rose, a cost.", "Sin is wrong.", "The court ruled on a tax."] * 4
SETS = [frozenset({"economic"}), frozenset({"morality"}), frozenset({"economic", "law"})] * 4


def test_blocks_are_weighted_as_scikit_learn_weights_each_alone():
    generator = np.random.default_rng(0)
    blocks = [csr_matrix(generator.poisson(0.4, (30, 20)).astype(float)) for _ in range(3)]
    expected = hstack([TfidfTransformer(sublinear_tf=True).fit_transform(b) for b in blocks])
    found = BlockTfidf(3).fit_transform(csr_matrix(hstack(blocks)))
    assert np.allclose(found.toarray(), expected.toarray())


def test_blocks_that_do_not_divide_the_columns_are_refused():
    with pytest.raises(ValueError, match="5 columns are no 2 blocks"):
        BlockTfidf(2).fit(csr_matrix((1, 5)))


def test_keywords_are_those_of_the_slow_form_where_no_phrase_and_no_negation_is():
    text = "The court upheld the tax law and the court fined a bank"
    slow = damped(CodeStrength("policy-frames").transform([text]))
    assert np.allclose(KeywordStrength("policy-frames").transform([text]), slow)


@pytest.mark.parametrize("n_features", [2**14, 4])
def test_shares_of_all_words_are_the_margin_of_each_code(n_features):
    model = make_model("frames-hashed", n_features=n_features).fit(TEXTS, SETS)
    article = annotate(Article("1", "Tax, tax, wages; no court. The judge ruled."))
    passages = [Passage(article), Passage(article, Span(18, 43)), Passage(article, Span(0, 0))]
    batch = PassageBatch([article], [0, 0, 0], [(0, 43), (18, 43), (0, 0)])
    columns, coders = model[0].transform(passages), model[-1].coders_
    for row, found in enumerate(hashed_shares(model, batch)):
        alone = word_shares(model, passages[row])
        assert list(found.spans) == list(alone.spans)
        assert np.array_equal(found.shares, alone.shares)
        for code, coder in enumerate(coders):
            margin = coder.decision_function(columns[row])[0] - coder.intercept_[0]
            assert found.shares[:, code].sum() == pytest.approx(margin)


@pytest.mark.parametrize("name", ["frames", "stance"])
def test_a_shipped_model_answers_for_a_batch_as_for_its_passages(name):
    model = load_model(name)
    texts = ["Cole blamed the Senate.", "", "The court fined Cole. Cole appealed, and lost."]
    articles = [annotate(Article(str(n), text)) for n, text in enumerate(texts)]
    mentions = [(0, 0, 4), (2, 16, 20), (2, 22, 26)]
    ends = [(0, len(text)) for text in texts]
    batch = PassageBatch(articles, [0, 1, 2], ends, mentions, lambda row: ("Cole", "author"))
    together = model.predict_proba(batch)
    assert np.array_equal(together, model.predict_proba(list(batch)))
    for row, passage in enumerate(batch):
        assert np.array_equal(together[row : row + 1], model.predict_proba([passage]))
