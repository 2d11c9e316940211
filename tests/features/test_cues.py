from stance.features.cues import CUE_WORDS, count_cues, cue_names


def counted(text):
    return dict(zip(cue_names(), count_cues([text])[0], strict=True))


def test_every_cue_is_counted_once_for_each_time_it_stands_there():
    found = counted("A HOAX! Officials deny the hoax; “why?” they say.")
    assert [found[word] for word in ("hoax", "deny", "why", "?", "“", "say")] == [
        2,
        1,
        1,
        1,
        1,
        1,
    ]
    assert found["said"] == 0


def test_categories_of_word_lists_stand_before_the_words():
    assert cue_names()[-len(CUE_WORDS) :] == CUE_WORDS
    assert counted("They denied it.")["refutation"] == 1
    assert count_cues([]).shape == (0, len(cue_names()))
