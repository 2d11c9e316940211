import pytest

from stance.article import Actor, AnnotatedArticle, Article, Passage, Quotation, Span
from stance.features.quoting import Quoting, passage_quotations, quoted_share, voice_is

TEXT = "“Ode lies,” Marsh claimed. Ode denied the “scandal” and praised Bo Hill."


def span(words, text=TEXT, after=0):
    start = text.index(words, after)
    return Span(start, start + len(words))


ARTICLE = AnnotatedArticle(
    Article("1", TEXT),
    quotations=(
        Quotation((span("Ode lies,"),), "direct", span("claimed"), span("Marsh")),
        Quotation((span("the “scandal”"),), "indirect", span("denied"), span("Ode", after=20)),
        Quotation((span("scandal"),), "scare"),
    ),
    actors=(Actor("ode", "Ode"),),
)


def measured(target, article=ARTICLE, **details):
    measure = Quoting(manners=("assertives", "refutation"))
    row = measure.transform([Passage(article, target=target, **details)])[0]
    return {name: value for name, value in zip(measure.names(), row, strict=True) if value}


def test_a_target_that_is_accused_in_one_quotation_and_speaks_in_another():
    found = measured("Ode")
    assert found.pop("quoted_share") == pytest.approx((9 + 13) / 72)
    assert found == {
        "n_direct": 1,
        "n_indirect": 1,
        "n_scare": 1,
        "target_in_direct_share": 0.5,  # the first of its two mentions
        "target_is_source": 1,
        "other_is_source": 1,
        "other_speaks_of_target": 1,
        "target_cue_charged": 1,  # it denied
        "target_cue_refutation": 1,
        "other_cue_doubting": 1,  # Marsh claimed
    }


def test_a_target_that_is_only_mentioned_beside_quotations():
    found = measured("Bo Hill")
    assert found["other_is_source"] == 1
    assert not {name for name in found if name.startswith("target_")}
    assert "other_speaks_of_target" not in found


def test_the_voice_is_known_by_its_last_word_in_a_source():
    assert measured("Ode", voice="Eve Marsh")["voice_is_source"] == 1
    assert "voice_is_source" not in measured("Ode", voice="Marshall")
    assert "voice_is_source" not in measured("Ode")  # the author is nobody's source
    assert not voice_is(Passage(ARTICLE, voice=" "), span("Marsh"))


def test_a_scare_quote_counts_only_beside_the_target():
    text = "The “honest” Ode met Hill."
    scare = Quotation((span("honest", text),), "scare")
    article = AnnotatedArticle(Article("1", text), quotations=(scare,))
    assert measured("Ode", article)["n_scare_beside_target"] == 1
    assert "n_scare_beside_target" not in measured("Hill", article)
    assert quoted_share(Passage(article)) == 0


def test_only_quotations_that_touch_the_passage_count():
    second = Passage(ARTICLE, Span(27, len(TEXT)), "Ode")
    assert [one.kind for one in passage_quotations(second)] == ["indirect", "scare"]
    assert quoted_share(second) == pytest.approx(13 / 45)


def test_over_a_bare_article_marks_alone_are_seen():
    found = measured("Ode", Article("1", TEXT))
    assert found["n_direct"] == 2
    assert found["target_in_direct_share"] == 0.5
    assert "target_is_source" not in found


@pytest.mark.parametrize("target", [None, "", "Nobody", "Ode " * 40])
@pytest.mark.parametrize("text", ["", "“", "”“", "Ode"])
def test_odd_targets_and_texts_give_finite_numbers(text, target):
    measure = Quoting()
    [row] = measure.transform([Passage(Article("1", text), target=target)])
    assert len(row) == len(measure.names())
    assert quoted_share(Passage(Article("1", text))) == 0
    assert not [value for value in row if value != value]
