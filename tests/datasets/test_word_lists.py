"""Word lists of the field: their counts as SOURCE files and papers give them."""

import pytest

from stance.datasets import MissingDataError, lexicon, load


@pytest.mark.data
@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("lexicons/liu", {"positive": 2006, "negative": 4783}),
        ("lexicons/lsd2015", {"negative": 2858, "positive": 1709, "neg_positive": 1721}),
        ("lexicons/recasens", {"npov_lexicon": 654, "hedges": 100, "factives": 27}),
        ("lexicons/emfd", {"care_p": 3270, "sanctity_sent": 3270}),
    ],
)
def test_every_category_has_as_many_entries_as_its_authors_say(name, counts):
    entries = lexicon(name).entries
    for category, expected in counts.items():
        # Entries that differ in case alone, or stand twice, fall together: at most one in 100.
        found = sum(category in weights for weights in entries.values())
        assert 0.99 * expected <= found <= expected


def test_mpqa_weighs_weak_clues_half_and_stars_stems(tmp_path, monkeypatch):
    monkeypatch.setenv("STANCE_DATA", str(tmp_path))
    folder = tmp_path / "lexicons" / "mpqa-subjectivity"
    folder.mkdir(parents=True)
    (folder / "subjclueslen1-HLTEMNLP05.tff").write_text(
        "type=weaksubj len=1 word1=grumble pos1=verb stemmed1=y m priorpolarity=negative\n"
        "type=strongsubj len=1 word1=superb pos1=adj stemmed1=n priorpolarity=positive\n"
    )
    mpqa = lexicon("lexicons/mpqa")
    assert mpqa.weights("grumbled") == {"negative": 0.5}
    assert mpqa.weights("superb") == {"positive": 1.0}


def test_vader_keeps_the_mean_valence(tmp_path, monkeypatch):
    monkeypatch.setenv("STANCE_DATA", str(tmp_path))
    (tmp_path / "lexicons" / "vader").mkdir(parents=True)
    file = tmp_path / "lexicons" / "vader" / "vader_lexicon.txt"
    file.write_text("dreadful\t-2.5\t0.5\t[-2, -3]\n")
    assert lexicon("lexicons/vader").weights("dreadful") == {"valence": -2.5}
    file.write_text("dreadful\tbad\t0.5\t[-2, -3]\n")
    with pytest.raises(ValueError, match=r"vader_lexicon\.txt, line 1: 'bad' is no number"):
        lexicon("lexicons/vader")


def test_a_word_list_is_no_split_and_a_split_no_word_list(tmp_path, monkeypatch):
    monkeypatch.setenv("STANCE_DATA", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with pytest.raises(ValueError, match=r"read it by stance\.datasets\.lexicon"):
        load("lexicons/liu")
    with pytest.raises(ValueError, match="semeval2016 is no word list"):
        lexicon("semeval2016")
    with pytest.raises(MissingDataError, match=r"Put the files into \$STANCE_DATA"):
        lexicon("lexicons/liu")
