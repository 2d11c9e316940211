import numpy as np
import pytest

from stance.encoding.wordpieces import PieceCounts, split_pieces, split_words

VOCABULARY = {
    piece: number
    for number, piece in enumerate(
        ["[UNK]", "the", "mayor", "un", "##afford", "##able", "##a", "a", "cafe", "-", "'", "s"]
    )
}


def test_the_longest_piece_comes_first():
    # Devlin et al. 2019, the repository's own example: unaffable → un ##aff ##able
    assert split_pieces("unaffordable", VOCABULARY) == [3, 4, 5]
    assert split_pieces("mayor", VOCABULARY) == [2]


def test_a_word_with_an_unknown_part_has_no_pieces():
    assert split_pieces("unheard", VOCABULARY) == []
    assert split_pieces("a" * 101, VOCABULARY) == []
    assert len(split_pieces("a" * 100, VOCABULARY)) == 100


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The MAYOR's café", ["the", "mayor", "'", "s", "cafe"]),
        ("snake_case\u00a0now", ["snake", "_", "case", "now"]),
        ("“Never,” he", ["“", "never", ",", "”", "he"]),
        ("\u202e\x00 \n", []),
        ("", []),
    ],
)
def test_words_are_lower_case_without_accents_and_marks_stand_alone(text, words):
    assert [word for word in split_words(text) if word.isprintable()] == words


def test_counts_add_up_over_a_text_and_do_not_depend_on_its_neighbours():
    counts = PieceCounts(VOCABULARY)
    texts = ["The mayor, the café.", "unheard", ""]
    found = counts(texts).toarray()
    assert found[0, [1, 2, 8]].tolist() == [2, 1, 1]
    assert found[1:].sum() == 0
    assert np.array_equal(counts(texts[::-1]).toarray(), found[::-1])


def test_it_cuts_as_the_tokenizers_library_does():
    tokenizers = pytest.importorskip("tokenizers")
    theirs = tokenizers.Tokenizer(tokenizers.models.WordPiece(VOCABULARY, unk_token="[UNK]"))
    theirs.normalizer = tokenizers.normalizers.BertNormalizer()
    theirs.pre_tokenizer = tokenizers.pre_tokenizers.BertPreTokenizer()
    for text in ("The mayor's un-affordable CAFÉ", "a-a unable", "the themayor"):
        known = [number for number in theirs.encode(text).ids if number]
        ours = [n for word in split_words(text) for n in split_pieces(word, VOCABULARY)]
        assert ours == known
