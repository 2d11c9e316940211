import importlib.util
from pathlib import Path

from click.testing import CliRunner

from stance.evaluation.results import read_results

EXPERIMENTS = Path(__file__).parents[1] / "experiments"


def script(name):
    path = EXPERIMENTS / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_ablation_says_what_a_family_is_worth(tmp_path):
    module, output = script("stance_ablation"), tmp_path / "found.jsonl"
    module.FAMILIES = ("lexicons",)
    found = CliRunner().invoke(module.main, ["seeds/stance", "--output", str(output)])
    assert found.exit_code == 0, found.output
    assert "lexicons: " in found.output
    whole, cut = read_results(output)
    assert whole.n == cut.n
    assert whole.signature.digest != cut.signature.digest
