"""The seed corpus: a coding quotes its text, and is refused where it does not match it."""

import pytest

from stance.article import AUTHOR
from stance.datasets import DataError, gold_article, load
from stance.datasets.seeds import read_seed, read_seeds

TEXT = """# Mayor keeps her bridge

“The bridge is safe,” Mayor Ada Lund said on Monday. “It will stay open.” The mayor was asked
twice.

The harbor council, which Lund leads, called her “reckless” and said that the bridge must close.
Its “study” was two pages long.
"""
CODING = """
event = "bridge"
outlet = "echo"
date = "2024-05-06"
frames = ["health-safety", "political"]
primary = "health-safety"

[[actors]]
id = "lund"
name = "Mayor Ada Lund"
aliases = ["Lund", "mayor"]

[[actors]]
id = "council"
name = "harbor council"

[[quotations]]
kind = "direct"
content = ["The bridge is safe,", "It will stay open."]
cue = "said"
source = "Mayor Ada Lund"
speaker = "lund"

[[quotations]]
kind = "mixed"
content = ["her “reckless"]
cue = "called"
source = "The harbor council"
speaker = "council"

[[quotations]]
kind = "indirect"
content = ["the bridge must close"]
cue = "said"
source = "The harbor council"
speaker = "council"

[[quotations]]
kind = "scare"
content = ["study"]

[[stances]]
voice = "author"
target = "lund"
label = "neutral"

[[stances]]
voice = "author"
target = "council"
label = "against"

[[stances]]
voice = "council"
target = "lund"
label = "against"
"""


@pytest.fixture
def seeds(tmp_path, monkeypatch):
    folder = tmp_path / "seeds"
    (folder / "articles").mkdir(parents=True)
    (folder / "coding").mkdir()
    (folder / "articles" / "bridge-echo.txt").write_text(TEXT, "utf-8")
    (folder / "coding" / "bridge-echo.toml").write_text(CODING, "utf-8")
    monkeypatch.setenv("STANCE_DATA", str(tmp_path))
    return folder


def test_quotations_point_at_what_the_coding_quotes(seeds):
    annotated = read_seed(seeds, "bridge-echo").annotated
    text = annotated.text
    direct, mixed, indirect, scare = annotated.quotations
    assert [span.of(text) for span in direct.content] == [
        "The bridge is safe,",
        "It will stay open.",
    ]
    assert direct.source.of(text) == "Mayor Ada Lund"
    # “said” stands twice; each quotation has the one beside it.
    assert direct.cue.start < text.index("Monday") < indirect.cue.start
    assert mixed.content[0].of(text) == "her “reckless"
    assert (scare.speaker, scare.content[0].of(text)) == (None, "study")


def test_longer_names_take_their_characters_and_the_title_is_not_coded(seeds):
    lund, council = read_seed(seeds, "bridge-echo").annotated.actors
    assert [span.of(TEXT) for span in lund.mentions] == ["Mayor Ada Lund", "mayor", "Lund"]
    assert lund.mentions[0].start > TEXT.index("\n")
    assert len(council.mentions) == 1


def test_a_quoted_voice_gets_its_words_and_the_author_the_article(seeds):
    split = load("seeds/stance")
    assert split.ids == (
        "bridge-echo/author/lund",
        "bridge-echo/author/council",
        "bridge-echo/council/lund",
    )
    author, _, council = split.passages
    assert author.voice == AUTHOR
    assert author.text == TEXT
    assert len(author.target_spans) == 3
    # The council never names her: all its words are the passage.
    assert council.target_spans == ()
    assert council.text.startswith("her “reckless")
    assert council.text.endswith("the bridge must close")
    assert split.groups == ("bridge",) * 3
    assert [len(details["pieces"]) for details in split.details] == [0, 0, 2]


def test_frames_and_quotations_have_one_passage_an_article(seeds):
    assert load("seeds/frames").labels == (frozenset({"health-safety", "political"}),)
    (quotations,) = load("seeds/quotations").labels
    assert [quotation.kind for quotation in quotations] == [
        "direct",
        "mixed",
        "indirect",
        "scare",
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"study"', '"survey"', "quotation 4: 'survey' stands 0 times between"),
        ('"the bridge must close"', '"bridge"', "quotation 3: 'bridge' stands"),
        ('cue = "called"', 'cue = "mocked"', "quotation 2: 'mocked' is not in the text"),
        ('"harbor council"\n', '"river council"\n', "'river council' is not in the text"),
        ('aliases = ["Lund"', 'aliases = ["harbor council"', "already means 'lund'"),
        ('speaker = "lund"', 'speaker = "lunt"', "quotation 1: speaker 'lunt'"),
        ('kind = "scare"', 'kind = "irony"', "quotation 4: kind 'irony' is none of"),
        ('primary = "health-safety"', 'primary = "political"', "primary frame is listed first"),
        ('"political"]', '"politics"]', "'politics' is no code"),
        ('label = "neutral"', 'label = "none"', "stance 1: "),
        ('target = "council"', 'target = "lund"', "stance 2: 'author' on 'lund' is coded"),
        ('"author"\ntarget = "council"', '"lund"\ntarget = "council"', "not coded"),
        ('outlet = "echo"', 'outlet = "star"', "event and outlet say bridge-star"),
        ('outlet = "echo"', "outlet = echo", "no TOML"),
        ('date = "2024-05-06"', "", "no key 'date'"),
    ],
)
def test_a_coding_that_does_not_match_is_refused_by_name(seeds, old, new, message):
    coding = seeds / "coding" / "bridge-echo.toml"
    assert old in CODING
    coding.write_text(CODING.replace(old, new, 1), "utf-8")
    with pytest.raises(DataError, match=f"bridge-echo.toml.*{message}"):
        load("seeds/stance")


def test_an_article_without_coding_is_refused(seeds):
    (seeds / "articles" / "bridge-star.txt").write_text(TEXT, "utf-8")
    with pytest.raises(DataError, match=r"coding/bridge-star\.toml is missing"):
        list(read_seeds(seeds))


def test_the_corpus_of_the_repository_matches_its_coding(monkeypatch):
    monkeypatch.delenv("STANCE_DATA", raising=False)
    split = load("seeds/stance")
    assert len(split) > 100
    for passage in split.passages:
        assert all(span.of(passage.article.text) for span in passage.target_spans)


def test_a_gold_article_by_its_name(seeds):
    gold = gold_article("bridge-echo")
    assert [actor.id for actor in gold.actors] == ["lund", "council"]
    assert len(gold.quotations) == 4
    with pytest.raises(ValueError, match="no seed article 'bridge'; there are bridge-echo"):
        gold_article("bridge")
