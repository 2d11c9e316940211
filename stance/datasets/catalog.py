"""Every data set by name: its card (a TOML file of `resources/cards`) and its reader."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from stance.datasets import (
    babe,
    basil,
    ccf_climate,
    directed_sentiment,
    emergent,
    fnc1,
    gvfc,
    gwsd,
    hyperpartisan,
    news_sample,
    newsmtsc,
    polnear,
    pstance,
    scaling,
    seeds,
    seesaw,
    semeval2016,
    semeval2023,
    vast,
)
from stance.datasets.card import Card
from stance.datasets.split import Reader

READERS: dict[str, Reader] = {
    "babe": babe.read,
    "basil": basil.read_sentences,
    "basil/feelings": basil.read_feelings,
    "basil/spans": basil.read_spans,
    "ccf-climate": ccf_climate.read_frames,
    "ccf-climate/sub-frames": ccf_climate.read_sub_frames,
    "directed-sentiment": directed_sentiment.read,
    "emergent": emergent.read,
    "fnc-1": fnc1.read,
    "gvfc": gvfc.read,
    "gvfc/with-none": gvfc.read,
    "gwsd": gwsd.read,
    "hyperpartisan": hyperpartisan.read,
    "news-sample": news_sample.read,
    "newsmtsc": newsmtsc.read,
    "p-stance": pstance.read,
    "polnear": polnear.read,
    "scaling": scaling.read,
    "seeds/frames": seeds.read_frames,
    "seeds/quotations": seeds.read_quotations,
    "seeds/stance": seeds.read_stance,
    "seesaw": seesaw.read,
    "semeval2016": semeval2016.read,
    "semeval2023-frames": semeval2023.read,
    "vast": vast.read,
}
"""Who reads which set; a set without a reader here has no records (lexicons)."""


def _shipped_cards() -> dict[str, Card]:
    folder = Path(str(files("stance"))) / "resources" / "cards"
    cards = [Card.read(path) for path in folder.rglob("*.toml")]
    return {card.name: card for card in sorted(cards, key=lambda card: card.name)}


CARDS: dict[str, Card] = _shipped_cards()
"""The catalogue: name → card."""
