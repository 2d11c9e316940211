"""What do static vectors and the encoder cost, in seconds?

Four lines, in seconds of one processor, so that they hold on a busy machine: how long the
vectors that ship take to load, how many headlines they read a second, how fast articles are
labelled with their columns in the frame model (against the same model without), and how fast
with the encoder (`quality="best"`, against the default). Needs news-sample and
semeval2023-frames in `$STANCE_DATA`; the last line needs the extra `encoder`.
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
from stance.labelling import Labeller
from stance.models import make_model

OUTPUT = Path(__file__).parent / "results" / "speed_of_meaning.jsonl"
HASHED = 2**14  # columns of the frame model that ships


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
    plain, meaning = (
        make_model(name, hashed=HASHED).fit(coded.passages, coded.labels)
        for name in ("frames-linear", "frames-meaning")
    )
    return Labeller(frames=plain), Labeller(frames=meaning)


def ratio(plain: Labeller, other: Labeller, articles: Sequence[Article]) -> float:
    """The speed of the other labeller in shares of the first one's, side by side."""
    plain.label(articles[:5]), other.label(articles[:5])
    return seconds(lambda: plain.label(articles)) / seconds(lambda: other.label(articles))


def measured(n_articles: int) -> Iterator[tuple[str, float]]:
    """Each line's name and number."""
    yield "load_seconds", seconds(lambda: StaticVectors.read(StaticVectors.shipped_path()))
    titles, vectors = headlines(9_000), StaticVectors.shipped()
    yield "headlines_a_second", len(titles) / seconds(lambda: vectors.encode(titles))
    news = records("news-sample/all")
    articles = [record.passage.article for record in islice(news, n_articles)]
    yield "labelling_with_static", ratio(*frame_labellers(), articles)
    try:
        best = Labeller(quality="best")
    except (ImportError, FileNotFoundError) as missing:
        click.echo(f"the encoder is passed over: {missing}", err=True)
        return
    yield "labelling_with_encoder", ratio(Labeller(), best, articles)


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
