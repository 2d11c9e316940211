import pytest

from stance.annotation import annotate
from stance.annotation.page import Page
from stance.annotation.speakers import resolve_speakers
from stance.article import Actor, AnnotatedArticle, Article, Quotation, Span

PAPER = Actor("paper", "Daily Post", kind="organisation")
ANA = Actor("ana", "Ana Ruiz", kind="person")


def speaker(text, source, *actors):
    """Who speaks where `source` (its last occurrence) is the source of a quotation."""
    start = text.rindex(source)
    cast = [place(text, actor) for actor in actors]
    quotation = Quotation((Span(0, 1),), source=Span(start, start + len(source)))
    sentences = [Span(0, text.index(".") + 1), Span(text.index(".") + 2, len(text))]
    tokens, end = [], 0
    for word in text.replace(".", " .").replace("'s", " 's").split():
        begin = text.index(word, end)
        end = begin + len(word)
        tokens.append(Span(begin, end))
    page = page_of(text, sentences, tokens, cast)
    [found], everybody = resolve_speakers(page, [quotation])
    return next((a.name for a in everybody if a.id == found.speaker), None)


def page_of(text, sentences, tokens, cast=()):
    whole = [Span(0, len(text))]
    return Page(AnnotatedArticle(Article("1", text), whole, sentences, tokens, tuple(cast)))


def place(text, actor):
    start = text.index(actor.name)
    mention = Span(start, start + len(actor.name))
    return Actor(actor.id, actor.name, (), (mention,), actor.kind)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Ana Ruiz", "Ana Ruiz"),
        ("Senator Ana Ruiz", "Ana Ruiz"),
        ("an aide to Ana Ruiz", "an aide to Ana Ruiz"),
        ("a spokesman for Ana Ruiz", "Ana Ruiz"),
        ("Ana Ruiz supporters", "Ana Ruiz supporters"),
        ("Ana Ruiz's brother", "Ana Ruiz's brother"),
        ("Ana Ruiz, a lawyer", "Ana Ruiz"),
        ("Secretary of State Ana Ruiz", "Ana Ruiz"),
        ("critics", "critics"),
    ],
)
def test_the_head_of_a_source_speaks(source, expected):
    assert speaker(f"It rained. {source} said so.", source, *named(source)) == expected


def named(source):
    return [ANA] if "Ana Ruiz" in source else []


@pytest.mark.parametrize(
    ("pronoun", "expected"),
    [("she", "Ana Ruiz"), ("The paper", "Daily Post"), ("they", "Daily Post")],
)
def test_a_pronoun_means_the_nearest_that_it_can_mean(pronoun, expected):
    text = f"Ana Ruiz called Daily Post. But {pronoun} said no."
    assert speaker(text, pronoun, ANA, PAPER) == expected


def test_nobody_is_an_answer():
    assert speaker("It rained. Then he said so.", "he") is None


def test_sources_of_the_same_words_are_one_unnamed_actor():
    text = "It rained. Critics said so. The critics said no."
    quotations = [
        Quotation((Span(0, 2),), source=Span(11, 18)),
        Quotation((Span(3, 9),), source=Span(28, 39)),
    ]
    tokens = [Span(0, 2), Span(11, 18), Span(28, 31), Span(32, 39)]
    found, everybody = resolve_speakers(page_of(text, [Span(0, len(text))], tokens), quotations)
    assert [actor.kind for actor in everybody] == ["unnamed"]
    assert {quotation.speaker for quotation in found} == {everybody[0].id}


def test_a_quotation_that_goes_on_has_the_speaker_before_it():
    said = Quotation((Span(0, 2),), speaker="ana")
    more = Quotation((Span(3, 9),), speaker="")
    found, _ = resolve_speakers(
        page_of("It rained.", [Span(0, 10)], [Span(0, 2)]), [said, more]
    )
    assert [quotation.speaker for quotation in found] == ["ana", "ana"]


def spoken(text):
    found = annotate(Article("1", text), attribution="rules")
    names = {actor.id: actor.name for actor in found.actors}
    return [(names.get(q.speaker), q.speaker_probability) for q in found.quotations]


def test_the_farther_the_name_the_less_sure_the_speaker():
    text = "“One,” said Ana Ruiz. “Two,” she said. It rained. It blew. “Three,” she said."
    (first, named), (second, again), (third, far) = spoken(text)
    assert (first, second, third) == ("Ana Ruiz", "Ana Ruiz", "Ana Ruiz")
    assert 1 > named > 0.5
    assert 1 > again > far > 0.5


def test_speech_that_goes_on_is_less_sure_the_longer_it_goes_on_without_a_name():
    text = "“One came here,” said Ana Ruiz. “Two came here.” “Three came here.”"
    found = spoken(text)
    assert [name for name, _ in found] == ["Ana Ruiz", "Ana Ruiz", None]
    assert found[0][1] > found[1][1] > 0.5


def test_of_two_in_one_sentence_he_is_the_one_named_again():
    text = "Ivo Lund met Ana Ruiz. “No,” he said. Ruiz left."
    assert spoken(text)[0][0] == "Ana Ruiz"


def test_unknown_is_an_answer():
    assert spoken("It rained. “We are going to lose this vote,” she said.") == [(None, None)]


def test_who_is_spoken_of_first_since_then_is_meant_and_not_who_spoke():
    text = "“One came here,” said Ana Ruiz. Ivo Lund found it void. “Two came here,” he wrote."
    assert [name for name, _ in spoken(text)] == ["Ana Ruiz", "Ivo Lund"]
