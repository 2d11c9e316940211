import pytest

from stance.evaluation.agreement import gwet_ac1, krippendorff_alpha
from stance.evaluation.metrics import score
from stance.report.own_sample import agreement_of_file, scores_of_file

ANN, BOB = "aabbdcccedda", "babbbccceddd"


@pytest.fixture
def codes(tmp_path):
    path = tmp_path / "codes.csv"
    pairs = enumerate(zip(ANN, BOB, strict=True))
    rows = [f"{unit // 2},{ann},{bob}" for unit, (ann, bob) in pairs]
    path.write_text("\n".join(["story,ann,bob", *rows, "9,a,"]) + "\n")
    return path


def test_agreement_of_two_columns(codes):
    text = agreement_of_file(codes, ["ann", "bob"], style="markdown")
    (row,) = [line for line in text.splitlines() if line.startswith("| all |")]
    assert f"| {krippendorff_alpha(ANN, BOB):.3f} [" in row
    assert f"| {gwet_ac1(ANN + 'a', [*BOB, None]):.3f} |" in row
    assert row.endswith("| 12 |")
    assert "| coder bob |" in text


def test_scores_of_a_machine_leave_out_rows_without_a_label(codes):
    text = scores_of_file(codes, "ann", "bob", group="story")
    assert "codes.csv: bob by ann, 12 rows" in text
    assert "1 rows lack a label" in text
    accuracy = score(ANN, BOB, metrics=["accuracy"])["accuracy"]
    assert f"accuracy   {100 * accuracy:.1f} [" in text


def test_label_sets_and_numbers_have_their_own_measures(tmp_path):
    path = tmp_path / "codes.csv"
    path.write_text("ann,bob,x,y\na;b,a,1,2\nb,b,2,2\na,a;b,5,4\nb,b,1,1\n")
    sets = agreement_of_file(path, ["ann", "bob"], separator=";")
    assert "code a" in sets
    assert "code a;b" not in sets
    assert "coder x" in agreement_of_file(path, ["x", "y"], level="ordinal")
    micro = scores_of_file(path, "ann", "bob", metrics=["f1_micro"], separator=";")
    assert f"{100 * 2 * 4 / (5 + 5):.1f} [" in micro


def test_an_unknown_style_is_one_sentence(codes):
    for call in (
        lambda: agreement_of_file(codes, ["ann", "bob"], style="word"),
        lambda: scores_of_file(codes, "ann", "bob", style="word"),
    ):
        with pytest.raises(ValueError, match="no table style 'word'"):
            call()
