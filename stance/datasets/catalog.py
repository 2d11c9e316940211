"""Every data set by name: its card (a TOML file of `resources/cards`) and its reader."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from stance.datasets import fnc1, newsmtsc, polnear, seeds, semeval2016, semeval2023
from stance.datasets.card import Card, Reader

READERS: dict[str, Reader] = {
    "fnc-1": fnc1.read,
    "newsmtsc": newsmtsc.read,
    "polnear": polnear.read,
    "seeds/frames": seeds.read_frames,
    "seeds/stance": seeds.read_stance,
    "seeds/quotations": seeds.read_quotations,
    "semeval2016": semeval2016.read,
    "semeval2023-frames": semeval2023.read,
}
"""Who reads which set; a set without a reader here has no records (lexicons)."""


def _shipped_cards() -> dict[str, Card]:
    folder = Path(str(files("stance"))) / "resources" / "cards"
    cards = [Card.read(path) for path in sorted(folder.rglob("*.toml"))]
    return {card.name: card for card in cards}


CARDS: dict[str, Card] = _shipped_cards()
"""The catalogue: name → card."""
