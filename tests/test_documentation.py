"""What the prose promises, run."""

import doctest
import re
import types
from pathlib import Path

ROOT = Path(__file__).parents[1]


def python_blocks(name):
    text = (ROOT / name).read_text("utf-8")
    return re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def test_the_sample_extractor_of_contributing_works_and_its_example_is_true():
    (block,) = python_blocks("CONTRIBUTING.md")
    sample = types.ModuleType("sample")
    exec(compile(block, "CONTRIBUTING.md", "exec"), vars(sample))
    assert sample.Questions().fit_transform(["Who pays? We do.", ""]).tolist() == [[0.5], [0.0]]
    result = doctest.testmod(sample)
    assert result.attempted
    assert not result.failed


def test_the_files_contributing_names_are_there():
    named = re.findall(r"`([\w/]+\.(?:py|md))`", (ROOT / "CONTRIBUTING.md").read_text("utf-8"))
    assert named
    places = [ROOT, *(ROOT / "stance").iterdir()]
    assert [n for n in named if not any((place / n).exists() for place in places)] == []
