"""Lexicons: exact words before stems, phrases before words, and lines that cannot be read."""

import pytest

from stance.lexicon import Lexicon, lexicon_names


@pytest.mark.parametrize("name", lexicon_names())
def test_every_shipped_lexicon_reads_and_says_what_it_measures(name):
    lexicon = Lexicon.read(name)
    assert len(lexicon.about) > 30
    assert len(lexicon.entries) > 20
    assert lexicon.categories
    assert all(entry == entry.casefold().strip() for entry in lexicon.entries)


def test_the_exact_word_wins_over_the_stem_and_the_longer_stem_over_the_shorter():
    entries = {"law": {"a": 1}, "law*": {"b": 1}, "lawyer*": {"c": 1}}
    lexicon = Lexicon("law", entries)
    assert [lexicon(w) for w in ("law", "laws", "Lawyers", "la")] == [
        {"a"},
        {"b"},
        {"c"},
        frozenset(),
    ]


def test_a_phrase_wins_over_its_first_word_and_matches_do_not_overlap():
    lexicon = Lexicon("x", {"no": {"n": 1}, "no longer": {"n": 1}, "longer": {"l": 1}})
    assert [m.entry for m in lexicon.find(["no", "longer", "no"])] == ["no longer", "no"]


def test_a_phrase_cut_off_by_the_end_is_not_found():
    assert Lexicon("x", {"tax cut": {"f": 1}}).find(["a", "tax"]) == []


def test_a_file_of_your_own(tmp_path):
    path = tmp_path / "own.tsv"
    path.write_text("# My words.\nGood News\tmood\t2\nbad\n", "utf-8")
    lexicon = Lexicon.read(path)
    assert lexicon.about == "My words."
    assert lexicon.entries == {"good news": {"mood": 2.0}, "bad": {"own": 1.0}}


@pytest.mark.parametrize("line", ["bad\tmood\tmuch", "*\tmood", "a\tb\t1\tc"])
def test_a_line_that_cannot_be_read_is_named(tmp_path, line):
    path = tmp_path / "own.tsv"
    path.write_text(f"# My words.\n{line}\n", "utf-8")
    with pytest.raises(ValueError, match=r"own\.tsv line 2"):
        Lexicon.read(path)


def test_an_unknown_name_offers_near_ones():
    with pytest.raises(ValueError, match=r"no lexicon 'hedge'.*hedges"):
        Lexicon.read("hedge")


def test_a_token_as_long_as_a_text_is_looked_up_in_short():
    doubt = Lexicon("doubt", {"doubt*": {"hedge": 1.0}})
    assert doubt("doubt" + "x" * 10**6) == {"hedge"}
    assert doubt("x" * 10**6) == frozenset()
