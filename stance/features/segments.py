"""The parts of a passage an encoder reads: sentences, contexts, or a text and its target."""

from __future__ import annotations

import re

from stance.article import AnnotatedArticle, Passage, Span

_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*[”\"’')]*")
_LETTERS = re.compile(r"\w+")
_WORD = re.compile(r"\S+")
_CLAUSE = 12  # words on each side of a mention: about one clause of news
_SENTENCES = 40  # words on each side of the first mention: two sentences of news


def target_context(passage: Passage, window: int = _CLAUSE) -> str:
    """The words around each mention of the target; the whole passage where none is known.

    Examples
    --------
    >>> from stance.article import Article
    >>> article = Article("1", "One two three four five six.")
    >>> target_context(Passage(article, target="three", target_spans=(Span(8, 13),)), 1)
    'two three four'
    """
    limits, inside = _mentions(passage)
    text = passage.article.text
    parts = [_around(text, mention, limits, window).of(text) for mention in inside]
    return " … ".join(parts) or passage.text


def target_segments(passage: Passage, window: int = _SENTENCES) -> tuple[str, str]:
    """The text with the target's mentions in brackets, and the target.

    Of a long text, the words around the first mention; the whole text where no mention is
    known.

    Examples
    --------
    >>> from stance.article import Article
    >>> article = Article("1", "Critics say Ode lied.")
    >>> target_segments(Passage(article, target="Ode", target_spans=(Span(12, 15),)))
    ('Critics say [ Ode ] lied.', 'Ode')
    >>> target_segments(Passage(article, target="tax cuts"))
    ('Critics say Ode lied.', 'tax cuts')
    """
    limits, inside = _mentions(passage)
    if not inside:
        return passage.text, passage.target or ""
    text = passage.article.text
    start, end = _around(text, inside[0], limits, window)
    parts = []
    for mention in sorted(inside):
        if start <= mention.start and mention.end <= end:
            parts += [text[start : mention.start], "[ ", mention.of(text), " ]"]
            start = mention.end
    return "".join([*parts, text[start:end]]), passage.target or inside[0].of(text)


def _mentions(passage: Passage) -> tuple[Span, list[Span]]:
    """Where the passage lies, and the mentions of its target inside it."""
    start, end = passage.span or Span(0, len(passage.article.text))
    spans = passage.target_spans
    return Span(start, end), [s for s in spans if start <= s.start and s.end <= end]


def _around(text: str, mention: Span, limits: Span, window: int) -> Span:
    before = [match.start() for match in _WORD.finditer(text, limits.start, mention.start)]
    after = [match.end() for match in _WORD.finditer(text, mention.end, limits.end)]
    first = before[-window:][0] if before else mention.start
    last = after[:window][-1] if after else mention.end
    return Span(first, last)


def passage_sentences(passage: Passage) -> list[str]:
    """The sentences of a passage: of its layers where there are any, else by their marks.

    Examples
    --------
    >>> from stance.article import as_passages
    >>> passage_sentences(as_passages(["Taxes rose. Who pays?"])[0])
    ['Taxes rose.', 'Who pays?']
    """
    article = passage.article
    if isinstance(article, AnnotatedArticle) and article.sentences:
        start, end = passage.span or Span(0, len(article.text))
        spans = [Span(max(s.start, start), min(s.end, end)) for s in article.sentences]
        found = [span.of(article.text) for span in spans if span.start < span.end]
    else:
        found = [match.group() for match in _SENTENCE.finditer(passage.text)]
    return [s.strip() for s in found if s.strip()] or [passage.text]


def voiced_segments(passage: Passage) -> tuple[str, str]:
    """As `target_segments`, with the voice before the target: who speaks of whom.

    Examples
    --------
    >>> from stance.article import Article
    >>> article = Article("1", "Ann blamed Bert.")
    >>> voiced_segments(Passage(article, None, "Bert", (Span(11, 15),), voice="Ann"))
    ('Ann blamed [ Bert ].', 'Ann : Bert')
    """
    text, target = target_segments(passage)
    return text, f"{passage.voice} : {target}"


def nearest_sentences(passage: Passage, most: int = 3) -> tuple[str, str]:
    """Of a long text the sentences that share most words with the target, in order; the target.

    Examples
    --------
    >>> from stance.article import Article
    >>> article = Article("1", "It rained. The mayor denied the sale. Nobody came.")
    >>> nearest_sentences(Passage(article, target="Mayor denies sale"), most=1)
    ('The mayor denied the sale.', 'Mayor denies sale')
    """
    target = passage.target or ""
    wanted = set(_LETTERS.findall(target.lower()))
    sentences = passage_sentences(passage)
    shared = [len(wanted & set(_LETTERS.findall(s.lower()))) for s in sentences]
    ranked = sorted(range(len(sentences)), key=lambda row: (-shared[row], row))
    return " ".join(sentences[row] for row in sorted(ranked[:most])), target
