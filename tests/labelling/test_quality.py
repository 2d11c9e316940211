"""The quality `best`, with an encoder of random weights made here."""

import json
import sys

import pytest
from click.testing import CliRunner
from tiny_bert import news_file

from stance.article import Article, Passage
from stance.cli import main
from stance.labelling import Labeller, labeller
from stance.models import make_model
from stance.models.pretrained import save_model

pytest.importorskip("onnx")
pytest.importorskip("onnxruntime")

from stance.encoding import find_encoder

TEXT = "The Senate praised Ann Lee. Senator Ann Lee robbed the poor, Bert Cole said."
LABELS = ["favor", "against", "neutral"]


@pytest.fixture
def encoder(tmp_path):
    return str(news_file(tmp_path))


@pytest.fixture
def best(tmp_path, encoder, monkeypatch):
    """The file of a small model with that encoder, in place of the one that ships."""
    words = ("praised", "robbed", "met")
    texts = [f"The mayor {word} the war {n}." for word in words for n in range(4)]
    passages = [Passage(Article(str(n), text), target="mayor") for n, text in enumerate(texts)]
    model = make_model("stance-encoder", encoder=encoder, words="hashed", n_features=2**10)
    path = tmp_path / "best.skops"
    save_model(model.fit(passages, [label for label in LABELS for _ in range(4)]), path)
    monkeypatch.setitem(labeller.QUALITIES, "best", str(path))
    return path


def test_best_labels_what_light_labels_by_another_model_and_names_the_encoder(best, encoder):
    light, other = (Labeller(quality=quality) for quality in ("light", "best"))
    one, two = (made.label([Article("a", TEXT)])[0].record for made in (light, other))
    pairs = [[(s["voice"], s["target"]) for s in record["stances"]] for record in (one, two)]
    assert pairs[0] == pairs[1] != []
    assert one["frames"] == two["frames"]
    assert [s["probability"] for s in one["stances"]] != [
        s["probability"] for s in two["stances"]
    ]
    assert two["model"]["encoder"] == find_encoder(encoder).fingerprint
    assert f"encoder:{two['model']['encoder']}" in two["model"]["signature"]
    assert "encoder" not in one["model"]


def test_the_command_takes_the_quality(best, tmp_path):
    (tmp_path / "news.txt").write_text(TEXT, "utf-8")
    given = ["label", str(tmp_path / "news.txt"), "--json", "--quality"]
    found = CliRunner().invoke(main, [*given, "best"])
    assert found.exit_code == 0, found.output
    assert "encoder" in json.loads(found.stdout)["model"]
    wrong = CliRunner().invoke(main, [*given, "good"])
    assert wrong.exit_code == 2
    assert wrong.stderr == "stance: no quality 'good': take one of light, best\n"


def test_without_the_extra_it_says_what_to_install(best, monkeypatch):
    find_encoder.cache_clear()
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(ImportError, match=r"pip install 'stance\[encoder\]'"):
        Labeller(quality="best")


def test_another_encoder_than_the_model_learned_from_is_refused(best, encoder):
    from tiny_bert import stance_file

    find_encoder.cache_clear()
    with open(encoder, "wb") as stream:
        stream.write(stance_file({"news": ["against", "favor", "neutral"]}))
    with pytest.raises(ValueError, match="the model was trained with"):
        Labeller(quality="best")


def test_the_model_that_ships_tells_praise_from_attack():
    text = "Voters cheered Mayor Bert Cole, a man of courage. Critics called Dan Fox a liar."
    found = Labeller(quality="best").label([Article("a", text)])[0].stances
    labels = dict(zip(found["target_name"], found["label"], strict=True))
    assert labels["Bert Cole"] == "favor"
    assert labels["Dan Fox"] == "against"
