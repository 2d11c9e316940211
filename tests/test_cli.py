import json

import pytest
from click.testing import CliRunner

from stance.cli import main

ARTICLE = (
    "Harbour strike enters third week\n\n"
    "Dockers walked out again on Monday. “The port authority has broken its word,” said "
    "Maria Lund, who leads the Dockers Union.\n\n"
    "The Port Authority called the strike illegal and asked a court to end it.\n"
)


def stance(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "strike.txt"
    path.write_text(ARTICLE, "utf-8")
    return path


def test_one_json_object_an_article_whose_offsets_hold(article):
    result = stance("label", article, "--json")
    assert result.exit_code == 0, result.output
    [line] = result.stdout.splitlines()
    record = json.loads(line)
    assert (record["id"], record["title"]) == ("strike", "Harbour strike enters third week")
    spoken = [q for q in record["quotations"] if q["kind"] == "direct"]
    assert [q["speaker_name"] for q in spoken] == ["Maria Lund"]
    texts = {
        ARTICLE[m["start"] : m["end"]] for actor in record["actors"] for m in actor["mentions"]
    }
    assert {"Maria Lund", "Dockers Union"} <= texts
    assert all(stance["voice"] != stance["target"] for stance in record["stances"])


def test_the_terminal_view_shows_title_and_speaker(article):
    shown = stance("label", article).output
    assert "Harbour strike enters third week" in shown
    assert "Maria Lund" in shown


def test_two_runs_give_the_same_bytes(article):
    first, second = (stance("label", article, "--json").output for _ in range(2))
    assert first == second


BAD_FILES = {
    "empty.txt": (b"", "is empty"),
    "blank.txt": (b"\n  \n", "is empty"),
    "binary.txt": (b"\x89PNG\r\n\0\0\0\rIHDR" * 30, "binary file"),
    "latin.txt": ("Präsident".encode("latin-1"), "is not utf-8"),
    "marks.txt": ("“” \"\" ''".encode(), "holds no words"),
    "line.txt": (b"word " * 4_000_000, "more than the 5,000,000"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_one_sentence_and_exit_code_2(tmp_path, name):
    content, said = BAD_FILES[name]
    path = tmp_path / name
    path.write_bytes(content)
    result = stance("label", path, "--json", "-o", tmp_path / "out.jsonl")
    assert_refused(result, said, name)
    assert sorted(p.name for p in tmp_path.iterdir()) == [name]


def assert_refused(result, *said):
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.strip().splitlines()) == 1
    assert "Traceback" not in result.stderr
    for words in said:
        assert words in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("run", "semeval2061/a"), "semeval2016"),
        (("run", "seeds/stanse"), "seeds/stance"),
        (("run", "seeds/frames", "--model", "frames-lineer"), "frames-linear"),
        (("run", "seeds/frames", "--protocol", "leave-one-out"), "leave"),
        (("datasets", "newsmtcs"), "newsmtsc"),
        (("label", "absent.txt"), "absent.txt"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(arguments, said):
    assert_refused(stance(*arguments), said)


@pytest.mark.parametrize(
    ("output", "said"),
    [("out.docx", ".jsonl"), ("absent/out.jsonl", "absent"), ("taken.jsonl", "taken.jsonl")],
)
def test_an_output_that_cannot_be_written_is_said(article, tmp_path, output, said):
    (tmp_path / "taken.jsonl").mkdir()
    before = sorted(tmp_path.rglob("*"))
    assert_refused(stance("label", article, "-o", tmp_path / output), said)
    assert sorted(tmp_path.rglob("*")) == before


def test_models_and_datasets_are_listed():
    assert "stance-linear" in stance("models").output
    assert "semeval2016" in stance("datasets").output
    assert "Mohammad" in stance("datasets", "semeval2016").output


def test_a_run_is_kept_repeated_and_reported(tmp_path):
    results, guesses = tmp_path / "r.jsonl", tmp_path / "guesses"
    ran = stance(
        "run", "seeds/frames", "--model", "lexicon", "-o", results, "--predictions", guesses
    )
    assert (ran.exit_code, ran.output) == (0, "")
    [result] = map(json.loads, results.read_text("utf-8").splitlines())
    assert set(result) == set(
        [
            "dataset",
            "split",
            "protocol",
            "model",
            "n",
            "metrics",
            "intervals",
            "seconds",
            "predictions",
            "signature",
        ]
    )
    assert stance("rerun", results).output == "seeds/frames/all lexicon: same\n"
    assert "lexicon" in stance("report", results).output
    for name in ("page.html", "table.md", "table.tex", "table.csv"):
        shown = stance("report", results, "-o", tmp_path / name, "--predictions", guesses)
        assert (shown.exit_code, shown.output) == (0, "")
        assert "lexicon" in (tmp_path / name).read_text("utf-8")


def test_a_page_scores_the_parts_of_data_that_are_at_hand(tmp_path):
    results, guesses, page = tmp_path / "r.jsonl", tmp_path / "guesses", tmp_path / "page.html"
    stance("run", "seeds/stance", "--model", "lexicon", "-o", results, "--predictions", guesses)
    shown = stance("report", results, "-o", page, "--predictions", guesses)
    assert (shown.exit_code, shown.output) == (0, "")
    assert "outlet: courier" in page.read_text("utf-8")


@pytest.mark.parametrize(
    ("content", "said"), [('{"a": 1}\n', "line 1"), ("no json\n", "line 1"), ("", "no results")]
)
def test_a_results_file_that_is_none_is_said(tmp_path, content, said):
    path = tmp_path / "r.jsonl"
    path.write_text(content)
    assert_refused(stance("report", path, "-o", tmp_path / "page.html"), said)
    assert not (tmp_path / "page.html").exists()


def test_a_sample_of_ones_own_is_measured(tmp_path):
    path = tmp_path / "sample.csv"
    path.write_text("ann,bob,machine\npro,pro,pro\ncon,con,pro\npro,con,pro\ncon,con,con\n")
    assert "alpha" in stance("agree", path, "ann", "bob").output
    assert "75.0" in stance("score", path, "ann", "machine", "--metric", "accuracy").output
    assert_refused(stance("agree", path, "ann", "eve"), "eve")


def test_a_codebook_is_begun_checked_shown_and_compared(tmp_path):
    path = tmp_path / "water.toml"
    assert stance("codebook", "new", path).exit_code == 0
    assert "1 code(s)" in stance("codebook", "check", path).output
    assert "first-code" in stance("codebook", "show", path).output
    assert stance("codebook", "diff", path, path).output == "no change\n"
    assert stance("codebook", "diff", path, "stance").exit_code == 1
    assert_refused(stance("codebook", "new", path), "exists already")
    path.write_text(path.read_text().replace("definition", "meaning"))
    assert_refused(stance("codebook", "check", path), "water.toml")
    assert_refused(stance("codebook", "show", "policy-frame"), "policy-frames")
    assert "policy-frames" in stance("codebook", "show").output
    assert stance("codebook", "show", "stance", "--markdown").output.startswith("# Codebook")
    assert stance("codebook", "show", "stance", "--html").output.startswith("<table>")
    assert_refused(stance("codebook", "new", tmp_path / "water.txt"), "no .toml file")


def test_a_coded_table_is_checked_against_its_codebook(tmp_path):
    coded = tmp_path / "coded.csv"
    coded.write_text("id,frames\n1,Economic; morality\n2,\n", "utf-8")
    checked = stance("codebook", "check", "policy-frames", coded, "--column", "frames")
    assert "2 rows; economic 1, morality 1" in checked.output
    coded.write_text("id,frames\n1,Economic\n2,economic/morality\n", "utf-8")
    refused = stance("codebook", "check", "policy-frames", coded, "--column", "frames")
    assert_refused(refused, "row 2 of coded.csv: 'economic/morality' is no code")
    assert_refused(stance("codebook", "check", "policy-frames", coded), "--column NAME")


def test_a_folder_becomes_an_overview_and_pages(article, tmp_path):
    (tmp_path / "more.txt").write_text("The Senate failed.")
    done = stance("label", tmp_path / "*.txt", "-o", tmp_path / "all.html")
    assert (done.exit_code, "2 articles labelled" in done.stderr) == (0, True)
    assert "all/strike.html" in (tmp_path / "all.html").read_text("utf-8")
    assert {"strike.html", "more.html"} <= {p.name for p in (tmp_path / "all").iterdir()}
