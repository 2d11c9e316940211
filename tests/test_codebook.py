"""Codebooks: every shipped one holds together, and every mistake in one is named."""

import pytest

from stance.codebook import Codebook, codebook_names

GOOD = """
id = "roads"
title = "Roads"
multilabel = true

[[code]]
id = "money"
name = "Money"
definition = "What the road costs."
keywords = ["cost*", "toll road^2"]

[[code]]
id = "health"
name = "Health"
definition = "Whom the road harms."
aliases = ["Health_and_safety"]
"""


@pytest.fixture
def write(tmp_path):
    def written(text):
        path = tmp_path / "roads.toml"
        path.write_text(text, "utf-8")
        return path

    return written


@pytest.mark.parametrize("name", codebook_names())
def test_every_shipped_codebook_reads_and_prints(name):
    book = Codebook.read(name)
    assert book.id == name
    assert book.source, "a codebook cites where its codes come from"
    assert all(code.definition.endswith(".") for code in book.codes)
    for code in book.codes:
        assert f"`{code.id}`" in book.to_markdown()
        assert code.id in book.to_text()
        assert code.id in book._repr_html_()


def test_keywords_carry_weights(write):
    book = Codebook.read(write(GOOD))
    assert book["money"].keywords == {"cost*": 1.0, "toll road": 2.0}
    assert book["health and safety"].id == "health"


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('id = "health"', 'id = "money"', "'money' is in two codes"),
        ('name = "Health"', 'name = "Health"\nkeywords = ["cost*"]', "'cost*' is in two codes"),
        ('name = "Health"', 'name = "Health"\nkeyword = []', "unknown field 'keyword'"),
        ('definition = "Whom the road harms."', "", "code health: definition is missing"),
        ('name = "Health"', 'name = "Health"\nparent = "cars"', "parent 'cars' is no code"),
        ('name = "Health"', 'name = "Health"\nparent = "health"', "health stands under itself"),
        ('name = "Health"', 'name = "Health"\nexamples = "One."', "not a list of texts"),
        ('"cost*"', '"cost*", "cost*"', "the keyword 'cost*' stands there twice"),
        ('"cost*"', '"cost*^0"', "cannot read the keyword 'cost*^0'"),
        ("multilabel = true", 'multilabel = "yes"', "multilabel is 'yes', not true or false"),
        ("multilabel = true", 'unit = "book"', "unit is 'book', not one of article"),
        ('"cost*"', '"cost^many"', "cannot read the keyword 'cost^many'"),
        ("[[code]]", "[[codes]]", "no codes"),
        ('id = "roads"', 'id = "roads', "not a TOML file"),
    ],
)
def test_each_mistake_is_one_sentence_that_names_the_file(write, old, new, complaint):
    path = write(GOOD.replace(old, new))
    with pytest.raises(ValueError, match=r"roads\.toml") as error:
        Codebook.read(path)
    assert complaint in str(error.value)
    assert "\n" not in str(error.value).split("not a TOML file")[0]


def test_an_unknown_name_offers_near_ones():
    with pytest.raises(ValueError, match=r"no codebook 'policy-frame'.*policy-frames"):
        Codebook.read("policy-frame")


@pytest.mark.parametrize("cell", ["money;health", "Money | Health", "money,Health_and_safety"])
def test_a_cell_is_read_with_any_of_three_separators(write, cell):
    assert Codebook.read(write(GOOD)).parse(cell) == {"money", "health"}


def test_an_odd_separator_is_named_with_its_row(write):
    with pytest.raises(ValueError, match="row 7: 'money/health' is no code of roads"):
        Codebook.read(write(GOOD)).parse("money/health", row=7)


def test_one_label_books_refuse_two():
    with pytest.raises(ValueError, match="row 3: stance allows one label"):
        Codebook.read("stance").parse("favor; against", row=3)


def test_labels_outside_the_codebook_are_named_with_their_row(write):
    with pytest.raises(ValueError, match="row 1: 'traffic' is no code of roads"):
        Codebook.read(write(GOOD)).check([{"money"}, {"traffic", "money"}])


def test_a_diff_names_what_was_added_lost_and_changed(write):
    old = Codebook.read(write(GOOD))
    changed = GOOD.replace("Whom the road harms.", "Who is hurt.").replace(
        'id = "money"', 'id = "cost"'
    )
    lines = old.diff(Codebook.read(write(changed)))
    assert "- code money" in lines
    assert "+ code cost" in lines
    assert any(line.startswith("~ code health: definition") for line in lines)


def test_hostile_text_is_escaped_in_html(write):
    book = Codebook.read(write(GOOD.replace("What the road costs.", "<script>x</script>")))
    assert "<script>" not in book._repr_html_()


CHILD = """
[[code]]
id = "tolls"
name = "Tolls"
definition = "Who pays at the gate."
parent = "money"
keywords = ["gate*"]
"""


def test_codes_below_another_are_printed_behind_it_and_count_for_it(write):
    book = Codebook.read(write(GOOD + CHILD))
    lines = book.to_text().splitlines()
    assert [line.split()[0] for line in lines[1:]] == ["money", "tolls", "health"]
    assert lines[2].startswith("    tolls")
    assert "### Tolls (`tolls`)" in book.to_markdown()
    assert book.with_parents({"tolls", "health"}) == {"tolls", "money", "health"}


def test_a_diff_names_only_the_keywords_that_changed(write):
    old = Codebook.read(write(GOOD))
    new = Codebook.read(write(GOOD.replace('"cost*"', '"price*"').replace("^2", "^3")))
    assert old.diff(new) == ["~ code money: keywords: -cost*, +price*, toll road^2→3"]


@pytest.mark.parametrize("name", codebook_names())
def test_the_examples_and_rules_of_shipped_codebooks_name_real_codes(name):
    book = Codebook.read(name)
    for code in book.codes:
        named = [rule.rpartition(": ")[2] for rule in code.exclude if ": " in rule]
        assert all(part in book.ids for part in named if " " not in part)
        assert code.parent or code.examples
