"""The training of the stance encoder, on a tiny BERT and rows made here; torch is no must."""

import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnxruntime")

from tiny_bert import CONFIG, INNER, LONGEST, PIECES  # noqa: E402

from stance.article import Article, Passage  # noqa: E402
from stance.encoding import SEPARATOR  # noqa: E402
from stance.encoding.stance_encoder import StanceEncoder  # noqa: E402
from stance.encoding.wordpieces import PieceNumbers  # noqa: E402

sys.path.insert(0, str(Path(__file__).parents[1] / "experiments"))

import bert_torch  # noqa: E402
import encoder_file  # noqa: E402
import encoder_tasks  # noqa: E402
import train_encoder  # noqa: E402

GROWN = CONFIG | {
    "intermediate_size": INNER,
    "max_position_embeddings": LONGEST,
    "vocab_size": len(PIECES),
}
TEXTS = ["the mayor rose", "the war", "taxes rose the mayor", "war war war"]


def rows(kind, golds):
    numbers = PieceNumbers(PIECES)
    pairs = (numbers.pair(text, "tax", LONGEST) for text in TEXTS)
    made = [encoder_tasks.Row(*p, gold) for p, gold in zip(pairs, golds, strict=True)]
    task = encoder_tasks.Task("tiny", kind=kind, longest=LONGEST)
    return encoder_tasks.Taught(task, ("yes", "no"), made * 20, made, TEXTS)


def tasks():
    return {
        "said": rows("label", [0, 1, 0, 1]),
        "held": rows("labels", [[1, 0], [0, 1], [1, 1], [0, 0]]),
        "tagged": rows("tags", [[0, 1], [1], [0, 0, 1], [1]]),
    }


def model():
    torch.manual_seed(0)
    heads = dict.fromkeys(("said", "held", "tagged"), 2)
    return bert_torch.Bert(GROWN, heads, frozenset(["tagged"]))


def short(made):
    """Tags are asked for the first pieces alone: scores as long as the longest gold."""
    forward = made.forward

    def cut(batch, head):
        scores = forward(batch, head)
        return scores[:, :3] if head == "tagged" else scores

    made.forward = cut
    return made


def trained(state, given, epochs=2):
    made = model()
    train_encoder.train(made, given, epochs, 0, state)
    return made


def test_a_head_of_each_kind_learns(tmp_path, monkeypatch):
    monkeypatch.setattr(train_encoder, "RATE", 5e-3)
    monkeypatch.setattr(train_encoder, "HEAD_RATE", 5e-2)
    given = tasks()
    made = short(model())
    train_encoder.train(made, given, 15, 0, tmp_path / "state.pt")
    sets = bert_torch.answered(made, "held", given["held"].held)
    assert (sets > 0).tolist() == [[True, False], [False, True], [True, True], [False, False]]
    assert dict(train_encoder.held_out_scores(made, given)) == {"said": 100.0}


def test_an_even_task_draws_from_every_label_alike_while_there_are_rows():
    golds = [0] * 20 + [1] * 4
    made = [encoder_tasks.Row([1], [0], gold) for gold in golds]
    task = encoder_tasks.Task("tiny", most=12, even=True)
    held = encoder_tasks.Taught(task, ("often", "seldom"), made, [], [])
    chosen = encoder_tasks.drawn(held, np.random.default_rng(0))
    assert sorted(golds[row] for row in chosen) == [0] * 8 + [1] * 4


def test_a_story_is_all_that_is_related_by_way_of_others():
    pairs = [("1", "a", "agree"), ("2", "a", "discuss"), ("2", "b", "agree")]
    pairs += [("3", "c", "agree"), ("3", "a", "unrelated")]
    groups, targets, labels = zip(*pairs, strict=True)
    passages = [Passage(Article("1", "Text."), target=target) for target in targets]
    split = SimpleNamespace(passages=passages, groups=groups, labels=labels)
    first, *others = encoder_tasks.stories(split)
    assert [story == first for story in others] == [True, True, False, False]


def test_a_run_that_was_stopped_comes_to_the_same_end(tmp_path, monkeypatch):
    given = {"said": tasks()["said"]}
    whole = trained(tmp_path / "whole.pt", given)
    monkeypatch.setattr(train_encoder, "SAVED_EVERY", 2)
    step, steps = train_encoder.taught_step, iter(range(3))

    def failing(*given):
        if next(steps, None) is None:
            raise KeyboardInterrupt
        return step(*given)

    monkeypatch.setattr(train_encoder, "taught_step", failing)
    with pytest.raises(KeyboardInterrupt):
        trained(tmp_path / "state.pt", given)
    monkeypatch.setattr(train_encoder, "taught_step", step)
    again = trained(tmp_path / "state.pt", given)
    for name, values in whole.state_dict().items():
        assert torch.equal(values, again.state_dict()[name]), name


def test_the_file_answers_as_the_model_does(tmp_path):
    given = {name: held for name, held in tasks().items() if name != "tagged"}
    made = model()
    path = encoder_file.write_encoder(tmp_path / "tiny.onnx", made, given, PIECES)
    encoder = StanceEncoder.read(path, threads=1)
    assert encoder.labels == ["said:yes", "said:no", "held:yes", "held:no"]
    scores = encoder.encode([f"{text}{SEPARATOR}tax" for text in TEXTS])
    exact = [bert_torch.answered(made, name, held.held) for name, held in given.items()]
    assert np.abs(scores - np.hstack(exact)).max() < 0.1
    assert encoder.card["data"] == {"tiny": "for research, or not stated"}


def test_every_epoch_meets_each_row_once_in_batches_of_one_task():
    given = tasks()
    batches = train_encoder.plan(given, 1, 0)
    for name, held in given.items():
        met = np.concatenate([chosen for task, chosen in batches if task == name])
        assert sorted(met) == list(range(len(held.train)))
    again = train_encoder.plan(given, 1, 0)
    assert all(
        a == b and np.array_equal(m, n) for (a, m), (b, n) in zip(batches, again, strict=True)
    )


def test_the_pieces_that_news_uses_are_kept_and_every_character():
    published = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "tax", "##es", "goal", "a", "##a", "税"]
    kept = train_encoder.news_pieces(published, ["Taxes! Taxes, tax."], least=2)
    assert kept == ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "tax", "##es", "a", "##a"]


def test_a_tenth_is_held_out_the_same_on_every_machine():
    held = [n for n in range(2000) if encoder_tasks.is_held_out(str(n))]
    assert held[:4] == [0, 14, 23, 36]
    assert 160 < len(held) < 240
