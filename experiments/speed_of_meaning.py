"""What do static vectors and the encoder cost, in seconds?

In seconds of one processor, so that they hold on a busy machine: how long the vectors that
ship take to load, how many headlines they read a second, how fast articles are labelled with
their columns in the frame model (against the same model without), and how many a second in each
quality. Then one sentence encoder, all-MiniLM-L6-v2: sentences a second in 8 bits on ONNX
Runtime and in 32 bits in PyTorch, in turns in one run.

Needs news-sample and semeval2023-frames in `$STANCE_DATA`; what needs the extra `encoder`, or
torch, is passed over where that is missing.
"""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import click

import stance
from stance.article import Article
from stance.datasets import records
from stance.encoding import StaticVectors
from stance.encoding.onnx_encoder import OnnxEncoder
from stance.encoding.wordpieces import PieceNumbers
from stance.labelling import Labeller
from stance.labelling.labeller import QUALITIES
from stance.models import make_model
from stance.models.encoded import with_meaning

OUTPUT = Path(__file__).parent / "results" / "speed_of_meaning.json"
BATCH, SENTENCES = 8, 400


def seconds(work: Callable[[], object], times: int = 3) -> float:
    """The least time of one processor in several runs."""
    found = []
    for _ in range(times):
        started = time.process_time()
        work()
        found.append(time.process_time() - started)
    return min(found)


def headlines(n: int) -> list[str]:
    """Headlines of the news sample, each once."""
    titles = (record.passage.article.title for record in records("news-sample/all"))
    return list(islice(dict.fromkeys(title for title in titles if title), n))


def frame_labellers() -> tuple[Labeller, Labeller]:
    """The labeller with a frame model like the one that ships, without and with vectors."""
    coded = stance.load("semeval2023-frames/train")
    plain = make_model("frames-hashed")
    meaning = with_meaning(make_model("frames-hashed"), "static", "sentences")
    models = (model.fit(coded.passages, coded.labels) for model in (plain, meaning))
    one, other = (Labeller(frames=model) for model in models)
    return one, other


def ratio(plain: Labeller, other: Labeller, articles: Sequence[Article]) -> float:
    """The other labeller's speed in shares of the first one's: in turns, the best of five."""
    plain.label(articles[:5]), other.label(articles[:5])
    turns = [
        [seconds(lambda one=one: one.label(articles), times=1) for one in (plain, other)]
        for _ in range(5)
    ]
    first, second = (min(taken) for taken in zip(*turns, strict=True))
    return first / second


def passed_over(lines: Iterator[tuple[str, float]]) -> Iterator[tuple[str, float]]:
    """The lines, or a word on why there are none."""
    try:
        yield from lines
    except (ImportError, FileNotFoundError, ValueError) as missing:
        click.echo(f"passed over: {missing}", err=True)


def qualities(articles: Sequence[Article]) -> Iterator[tuple[str, float]]:
    """Articles a second of each quality, on articles that an encoder does not remember."""
    for quality in QUALITIES:
        labeller = Labeller(quality=quality)
        labeller.label(articles[:5])
        taken = seconds(lambda labeller=labeller: labeller.label(articles[5:]), times=1)
        yield f"articles_a_second_{quality}", len(articles[5:]) / taken


def runtimes(sentences: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Sentences a second of one encoder on ONNX Runtime and in PyTorch, one thread each."""
    import torch
    from bert_torch import batch_of, pooled
    from encoder_tasks import Row
    from train_encoder import base_folder, new_model, published_pieces

    encoder, folder = OnnxEncoder.minilm(threads=1), base_folder()
    pieces = published_pieces(folder)
    numbers, model = PieceNumbers(pieces), new_model({}, pieces, folder, 0).eval()
    torch.set_num_threads(1)

    @torch.inference_mode()
    def exact() -> None:
        rows = [Row(*numbers.pair(text, "", 256), 0) for text in sentences]
        rows.sort(key=lambda row: len(row.ids))
        for start in range(0, len(rows), BATCH):
            batch, _ = batch_of(rows[start : start + BATCH], model.device)
            pooled(model.hidden(batch), batch)

    exact(), encoder.encode(sentences[:BATCH])
    fast, slow = seconds(lambda: encoder.encode(sentences)), seconds(exact)
    yield "sentences_a_second_onnx", len(sentences) / fast
    yield "sentences_a_second_torch", len(sentences) / slow
    yield "onnx_against_torch", slow / fast


def measured(n_articles: int) -> Iterator[tuple[str, float]]:
    """Each line's name and number."""
    yield "load_seconds", seconds(lambda: StaticVectors.read(StaticVectors.shipped_path()))
    titles, vectors = headlines(9_000), StaticVectors.shipped()
    yield "headlines_a_second", len(titles) / seconds(lambda: vectors.encode(titles))
    news = records("news-sample/all")
    articles = [record.passage.article for record in islice(news, n_articles)]
    yield "labelling_with_static", ratio(*frame_labellers(), articles)
    yield from passed_over(qualities(articles))
    sentences = [s.strip() for article in articles for s in article.text.split(". ")]
    yield from passed_over(runtimes([s for s in sentences if len(s) > 20][:SENTENCES]))


@click.command()
@click.option("--articles", default=64, help="How many are labelled.")
@click.option("--output", type=click.Path(path_type=Path), default=OUTPUT)
def main(articles: int, output: Path) -> None:
    """Measure, print and write the lines."""
    found = {name: round(value, 4) for name, value in measured(articles)}
    for name, value in found.items():
        click.echo(f"{name:<24}{value:>12,}")
    output.write_text(json.dumps(found) + "\n", "utf-8")


if __name__ == "__main__":
    main()
