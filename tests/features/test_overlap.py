import numpy as np
import pytest

from stance.article import Article, Passage
from stance.features.overlap import Overlap, find_pieces, stem_pairs, stems

BODY = "Rain fell on the town. The mayor opened the bridge at noon. Officials denied a delay."
CLAIMS = ["Mayor opened bridge", "Officials deny delay?", "Cat stuck in tree", "Rain fell"]


def measured(target, text=BODY):
    pairs = [Passage(Article("1", BODY), target=claim) for claim in CLAIMS]
    columns = Overlap().fit(pairs)
    row = columns.transform([Passage(Article("2", text), target=target)])[0]
    return dict(zip(columns.get_feature_names_out(), row, strict=True))


def test_words_in_common_are_shares_of_the_claim():
    assert measured("Mayor opened bridge")["covered_by_text"] == pytest.approx(1)
    assert measured("Mayor opened bridge")["covered_by_best_sentence"] == pytest.approx(1)
    assert measured("Cat stuck in tree")["covered_by_text"] == 0


def test_the_best_sentence_is_found_and_placed():
    found = measured("Mayor opened bridge")
    assert found["place_of_best"] == pytest.approx(1 / 3)
    assert found["cosine_best_sentence"] > found["cosine_second_sentence"]
    assert found["n_sentences"] == pytest.approx(np.log(3))
    assert measured("Rain fell")["place_of_best"] == 0


def test_a_copy_is_nearest_of_all():
    assert measured(BODY)["cosine"] == pytest.approx(1)
    assert measured(BODY)["cosine_pairs"] == pytest.approx(1)
    assert measured(BODY)["cosine_latent"] == pytest.approx(1)


def test_cues_are_counted_in_the_claim_and_near_the_best_sentence():
    found = measured("Officials deny delay?")
    assert found["target_?"] == 1
    assert found["best_sentence_denied"] == 1
    assert found["difference_denied"] == -1
    assert measured("Rain fell")["best_sentence_denied"] == 0


def test_each_distinct_text_is_read_once_and_gives_the_same_row():
    pairs = [Passage(Article(str(i), BODY), target=CLAIMS[i % 4]) for i in range(12)]
    columns = Overlap().fit_transform(pairs)
    assert np.array_equal(columns[:4], columns[4:8])


def test_no_pairs_and_no_words():
    columns = Overlap().fit([Passage(Article("1", ""), target="")])
    assert columns.transform([]).shape == (0, len(columns.get_feature_names_out()))
    assert np.isfinite(columns.transform(["", "?"])).all()


def test_words_are_cut_and_sentences_split_by_their_marks():
    assert stems("Opening opened") == ["openin", "opened"]
    assert stem_pairs("one") == []
    assert find_pieces("") == [""]
    assert find_pieces("One. Two!\nThree") == ["One.", " Two!", "Three"]
