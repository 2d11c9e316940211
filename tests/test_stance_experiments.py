import importlib.util
import json
from itertools import permutations
from pathlib import Path

import numpy as np
from click.testing import CliRunner

from stance.annotation.annotate import annotate
from stance.article import Actor, Article, Passage, Span

EXPERIMENTS = Path(__file__).parents[1] / "experiments"


def script(name):
    path = EXPERIMENTS / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_ablation_says_what_a_family_is_worth(tmp_path):
    module, output = script("stance_ablation"), tmp_path / "found.json"
    found = CliRunner().invoke(
        module.main, ["seeds/stance", "--folds", "1", "--output", str(output)]
    )
    assert found.exit_code == 0, found.output
    whole, *others = json.loads(output.read_text("utf-8"))
    assert (whole["variant"], whole["difference"], whole["p"]) == ("whole", 0, 1)
    assert "without tone" in [row["variant"] for row in others]
    assert others[-1]["variant"] == "with quoting"


def test_as_many_stretches_are_taken_by_chance_as_quotations_take():
    module = script("voices")
    text = "Ada Ode won. “Ada Ode cheated,” Eve Marsh said. Critics of Ada Ode left."
    annotated = annotate(Article("1", text), attribution="rules")
    read = module.readings(annotated, "Ode", np.random.default_rng(0))
    own = [passage.text for passage in read["own words"]]
    assert own == ["Ada Ode won.", "Critics of Ada Ode left."]
    assert len(read["everything"]) == 3
    assert len(read["fewer"]) == 2
    assert set(read["fewer"]) < set(read["everything"])


def test_voices_are_weighed_against_chance():
    module = script("voices")
    feelings = [
        module.Feeling(Article(str(i), ""), "Ode", gold, str(i))
        for i, gold in enumerate(("against", "neutral", "favor") * 4)
    ]
    right = np.tile(np.eye(3), (4, 1))
    found = {"everything": right[:, ::-1], "own words": right, "fewer": right[:, ::-1]}
    rows = list(module.compared(feelings, found))
    assert [row["changed_share"] for row in rows] == [0, 2 / 3, 0]
    assert [row["scores"]["separation"] for row in rows] == [0, 1, 0]
    voice = module.the_voice(feelings, found)
    assert (voice["difference"], voice["separation"]) == (1 - 1 / 3, 1)


def test_pairs_that_hold_nothing_are_others_of_the_same_sentences():
    module = script("actor_on_actor")
    actors = tuple(Actor(name, name) for name in ("Ode", "Marsh", "Hill", "Lane"))
    text = "Ode blamed Marsh before Hill. Lane slept."
    article = Article("1", text, meta={"actors": actors})
    passage = Passage(article, Span(0, 29), "Marsh", (), "Ode")
    given = module.Coded([passage] * 9, ["NEG"] * 9, ["story"] * 9)
    found = module.with_nothing(given)
    assert found.labels == ["NEG"] * 9 + ["none"] * 5
    drawn = {(one.voice, one.target) for one in found.passages[9:]}
    assert ("Ode", "Marsh") not in drawn
    assert drawn < set(permutations(("Ode", "Marsh", "Hill"), 2))
    assert {one.text for one in found.passages} == {"Ode blamed Marsh before Hill."}
    assert found.groups == ["story"] * 14


def test_each_part_is_scored_by_its_own_passages():
    module = script("actor_on_actor")
    passages = [Passage(Article(str(n), "Ode rose."), target="Ode") for n in range(4)]
    train = module.Coded(passages, ["a", "a", "b", "b"], list("abcd"))
    test = module.Coded(passages, ["a", "b", "b", "b"], list("abcd"))
    module.MODELS = ("majority",)
    rows = list(module.rows_of("task", train, test, {"all": range(4), "first": [0]}))
    assert [(row["part"], row["n"], row["scores"]["accuracy"]) for row in rows] == [
        ("all", 4, 0.25),
        ("first", 1, 1.0),
    ]
