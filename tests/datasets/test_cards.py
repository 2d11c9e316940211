"""Every card against the data: counts, and records 0, 9 and last by their fingerprints."""

import re

import pytest

from stance.datasets import CARDS, card_of, describe, label_counts, load, overview, resolve
from stance.datasets.card import TASKS, Card
from stance.datasets.split import fingerprint
from stance.evaluation.protocols import PROTOCOLS

SPLITS = [f"{card.name}/{split}" for card in CARDS.values() for split in card.splits]


@pytest.mark.data
@pytest.mark.parametrize("name", SPLITS)
def test_the_data_are_what_the_card_says(name):
    split = load(name)
    card, key = resolve(name)
    expected = card.splits[key]
    assert len(split) == expected.n
    if expected.counts:
        assert label_counts(split.labels) == dict(expected.counts)
    rows = list(zip(split.ids, split.passages, split.labels, strict=True))
    chosen = [rows[i] for i in sorted({0, min(9, len(rows) - 1), len(rows) - 1})]
    if expected.fingerprints:
        assert tuple(fingerprint(*row) for row in chosen) == expected.fingerprints
    assert all(text.strip() for text in (passage.text for passage in split.passages))
    assert all(split.groups)


@pytest.mark.parametrize("card", CARDS.values(), ids=list(CARDS))
def test_every_card_is_whole(card):
    assert card.task in TASKS
    assert card.title
    assert card.terms
    assert card.citation
    assert card.urls or card.shipped
    assert card.default_protocol in PROTOCOLS
    assert card.default_split in card.splits or not card.splits
    for tested, trained in card.training.items():
        assert {tested, *trained} <= set(card.splits)
    if card.default_protocol == "official":
        assert card.training or not card.splits
    for file in card.files:
        assert file.sha256 == "" or re.fullmatch("[0-9a-f]{64}", file.sha256)
    for split in card.splits.values():
        assert not card.labels or set(split.counts) <= set(card.labels)


@pytest.mark.parametrize("name", CARDS)
def test_every_card_prints_within_a_terminal(name):
    page = describe(name)
    assert card_of(name).title in page
    assert all(len(line) <= 96 for line in page.split("\ncite\n")[0].splitlines())
    assert page._repr_html_().startswith("<pre>")
    assert str(card_of(name)) == page
    assert card_of(name)._repr_html_() == page._repr_html_()


def test_the_table_names_every_set():
    assert all(re.search(rf"^{re.escape(name)} ", overview(), re.MULTILINE) for name in CARDS)
    assert overview(markdown=True).count("\n") == len(CARDS) + 1


def test_a_card_with_an_unknown_key_or_task_is_refused(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('name = "mine"\ncolour = "red"\n')
    with pytest.raises(ValueError, match=r"mine\.toml is no dataset card: unknown key colour"):
        Card.read(path)
    path.write_text('name = "mine"\ntask = "weather"\n')
    with pytest.raises(ValueError, match="task 'weather' is none of stance"):
        Card.read(path)
