"""A batch is the passages it was made of, and its tokens are theirs."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from stance.annotation.annotate import annotate
from stance.article import Article, Passage, Span
from stance.features.numbered import batch_of
from stance.passages import PassageBatch

TEXT = "Lee spoke of taxes. Cole, for one, did not."


def some(text):
    spans = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))
    return st.lists(spans.map(lambda pair: Span(*sorted(pair))), max_size=6)


@given(some(TEXT))
def test_the_tokens_of_a_passage_are_those_that_begin_in_it(spans):
    articles = [annotate(Article("1", TEXT)), annotate(Article("2", "Taxes fell. " + TEXT))]
    owners = [row % 2 for row in range(len(spans))]
    batch = PassageBatch(articles, owners, spans)
    rows, tokens = batch.tokens
    for row, (owner, span) in enumerate(zip(owners, spans, strict=True)):
        expected = [t for t in articles[owner].tokens if span.start <= t.start < span.end]
        found = batch.token_spans[tokens[rows == row]].tolist()
        assert found == [list(token) for token in expected]
        assert (batch.token_owners[tokens[rows == row]] == owner).all()


def test_a_batch_gives_back_the_passages_it_was_made_of():
    article = annotate(Article("1", TEXT))
    passages = [
        Passage(article, None, "Lee", (Span(0, 3),)),
        Passage(article, Span(20, 43), "Cole", (Span(20, 24),), "lee"),
    ]
    batch = batch_of(passages)
    assert list(batch) == passages
    assert batch[-1] == passages[1]
    assert batch[:1] == passages[:1]
    assert batch_of(batch) is batch


@given(some(TEXT), st.integers(1, 40))
def test_the_parts_of_a_batch_are_its_passages(spans, most):
    mentions = [(row, *span) for row, span in enumerate(spans)]
    batch = PassageBatch(
        [annotate(Article("1", TEXT))],
        [0] * len(spans),
        spans,
        mentions,
        lambda row: (f"target {row}", "author"),
    )
    parts = list(batch.parts(most))
    assert [passage for part in parts for passage in part] == list(batch)
    assert all(len(part) == 1 or len(part.tokens[0]) <= most for part in parts)


def test_articles_of_one_batch_are_numbered_in_one_table_when_it_grows_full(monkeypatch):
    monkeypatch.setattr("stance.word_types.MOST_WORDS", 3)
    articles = [annotate(Article(str(n), f"{TEXT} number{n}")) for n in range(3)]
    types, numbers = PassageBatch.wholes(articles).numbered
    words = [word for one in articles for word in one.words]
    assert [types.words[number] for number in numbers] == words


def test_no_articles_and_no_passages_are_nothing():
    for batch in (PassageBatch.wholes([]), PassageBatch([annotate(Article("1", ""))], [], [])):
        assert len(batch) == 0
        assert all(len(part) == 0 for part in batch.tokens)
        assert np.asarray(batch.mentions).shape == (0, 3)
