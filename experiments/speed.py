"""How fast is labelling beside what people use today, and how much memory does it take?

One run, side by side, on the same articles: (a) ours, text to labels; (b) the pipeline a
user would write with NLTK (sentences, words, part-of-speech tags, VADER); (c) bare TF-IDF
and a linear SVM, the floor nobody can beat by much. A ratio above 1 says that ours is
faster. What runs in one process is measured in seconds of its processor, the best of several
rounds in turn; two processes against one by the clock, on a corpus read from and written to
files, after all workers have begun, so the machine must be quiet.

`--quick` takes few articles and leaves the large corpora out: under 50 s on two cores. The
whole run labels news-sample, 4 and 16 times it: some 200,000 articles, a quarter of an hour;
`--articles` takes only so many of news-sample. Needs news-sample in `$STANCE_DATA`; (b) also
needs `$NLTK_DATA` and is left out with a note where that is missing. Results in
`results/speed.json`.

Asked for were 0.3 of TF-IDF's speed, 8 times that of NLTK, 1.8 times with two processes, and
memory under 700 MB, at most a tenth more for 16 times the corpus. Of TF-IDF much depends on
how many words it knows: with those of 400, 1,000, 2,000 and 4,000 articles ours has 0.28,
0.29, 0.30 and 0.32 of its speed, and 0.33 with those of the whole sample. Two processes need
articles enough that each soon knows the words: 1.7 times on 600, 1.9 on 2,560, 1.9 to 2.0 on
the whole sample. What is left is annotation, two thirds of the time, and no stage of it stands
out.
"""

import json
import multiprocessing
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import click
from joblib.externals.loky import get_reusable_executor
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.svm import LinearSVC

from stance.annotation.annotate import annotate_all
from stance.article import Article
from stance.datasets import records
from stance.features.characters import CharacterCounts
from stance.ingest import Corpus
from stance.labelling import Labeller, label_corpus
from stance.labelling.bulk import SHARD
from stance.labelling.garbage import collector_paused
from stance.labelling.labeller import BATCH
from stance.labelling.record import article_record
from stance.labelling.voices import spoken_passages, stretches_of

NEWS = "news-sample/all"
RESULTS = Path(__file__).parent / "results" / "speed.json"
WARM = 128  # articles labelled before the clock starts
Work = Callable[[], object]


def articles(n: int | None = None) -> list[Article]:
    """The first articles of the news sample, bare."""
    return [record.passage.article for record in islice(records(NEWS), n)]


def seconds(rounds: int, **works: Work) -> dict[str, float]:
    """The least processor time of each, over several rounds in which they take turns."""
    found: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            started = time.process_time()
            work()
            found[name].append(time.process_time() - started)
    return {name: min(times) for name, times in found.items()}


def batches(some: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """As `label_articles` cuts them."""
    return (some[start : start + BATCH] for start in range(0, len(some), BATCH))


def compare(n: int, vocabulary: int | None, rounds: int) -> dict[str, float]:
    """Ratios of ours to the NLTK pipeline and to TF-IDF, with the seconds of our stages.

    The words and pairs of TF-IDF are those of the first articles, `vocabulary` of them.
    """
    known = articles(vocabulary)
    some = known[:n]
    texts = [article.text for article in some]
    labeller = Labeller()
    vectorizer = TfidfVectorizer(ngram_range=(1, 2)).fit(article.text for article in known)
    svm = LinearSVC().fit(vectorizer.transform(texts), [i % 2 for i in range(len(texts))])
    found = seconds(
        rounds,
        ours=lambda: [labeller.label(batch) for batch in batches(some)],
        tfidf=lambda: svm.predict(vectorizer.transform(texts)),
    )
    found |= {"articles": len(some), "megabytes": sum(map(len, texts)) / 1e6}
    found["vs_tfidf"] = found["tfidf"] / found["ours"]
    return found | stages(labeller, some) | versus_nltk(some, found["ours"])


@collector_paused()
def stages(labeller: Labeller, some: Sequence[Article]) -> dict[str, float]:
    """Seconds of each stage of ours on the same articles."""
    cut = [annotate_all(batch, attribution=labeller.attribution) for batch in batches(some)]
    spoken = [stretches_of(batch) for batch in cut]
    pairs = list(zip(cut, spoken, strict=True))
    return seconds(
        1,
        annotation=lambda: [
            annotate_all(batch, attribution=labeller.attribution) for batch in batches(some)
        ],
        passages=lambda: [spoken_passages(batch, stretches_of(batch)) for batch in cut],
        frames=lambda: [labeller.frame_rows(*pair) for pair in pairs],
        stances=lambda: [labeller.stance_rows(*pair) for pair in pairs],
        rows=lambda: [article_record(one) for batch in cut for one in batch],
    )


def nltk_pipeline() -> Callable[[Sequence[Article]], None]:
    """Sentences, words, tags and VADER, as the NLTK book does it."""
    import nltk
    from nltk.sentiment import SentimentIntensityAnalyzer

    vader = SentimentIntensityAnalyzer()

    def label(some: Sequence[Article]) -> None:
        for article in some:
            for sentence in nltk.sent_tokenize(article.text):
                nltk.pos_tag(nltk.word_tokenize(sentence))
                vader.polarity_scores(sentence)

    label([Article("1", "Warm up.")])
    return label


def versus_nltk(some: Sequence[Article], ours: float) -> dict[str, float]:
    """The ratio to NLTK on every twentieth article: it is slow; nothing without its data."""
    try:
        label = nltk_pipeline()
    except (ImportError, LookupError):
        click.echo("(b) left out: NLTK's data are not in $NLTK_DATA", err=True)
        return {}
    sample = some[::20]
    theirs = seconds(1, nltk=lambda: label(sample))["nltk"] * len(some) / len(sample)
    return {"nltk": theirs, "vs_nltk": theirs / ours}


def corpus_file(folder: Path, times: int, n: int | None) -> Path:
    """The news sample as JSON lines, repeated under other ids."""
    path = folder / f"news{times}.jsonl"
    with path.open("w", encoding="utf-8") as stream:
        for repeat in range(times):
            for record in islice(records(NEWS), n):
                row = {"id": f"{repeat}-{record.id}", "text": record.passage.text}
                stream.write(json.dumps(row) + "\n")
    return path


def peak_megabytes() -> float:
    """The most memory this process has held; what its parent held is not counted."""
    status = Path("/proc/self/status").read_text("ascii")
    [line] = [line for line in status.splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) / 1024


def label_in_child(
    warm: Path, path: Path, jobs: Sequence[int], shard: int, pipe: Connection
) -> None:
    """Label a corpus once for each number of jobs; seconds by the clock, and memory's peak."""
    found = []
    for n in jobs:
        for source, size in ((warm, WARM // 4), (path, shard)):
            started = time.perf_counter()
            output = Path(tempfile.mkdtemp(dir=source.parent)) / "labels.parquet"
            label_corpus(Corpus([source]), output, jobs=n, shard=size, progress=False)
        found.append((time.perf_counter() - started, peak_megabytes()))
    pipe.send(found)
    get_reusable_executor().shutdown()  # else its workers keep this process for minutes


def measured(
    warm: Path, path: Path, jobs: Sequence[int], shard: int
) -> list[tuple[float, float]]:
    """Seconds and peak megabytes for each number of jobs, in a process of its own."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    child = context.Process(target=label_in_child, args=(warm, path, jobs, shard, there))
    child.start()
    there.close()
    found: list[tuple[float, float]] = here.recv()
    child.join()
    return found


def scales(quick: bool, n: int | None) -> Iterator[tuple[str, float]]:
    """Two processes against one, and the peak of memory at 1, 4 and 16 times the corpus.

    A few articles are cut into small shards, so that two processes end at the same time.
    """
    shard = BATCH // 2 if quick else SHARD
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "warm").mkdir()
        warm, path = corpus_file(folder / "warm", 1, WARM), corpus_file(folder, 1, n)
        (one, peak), (two, _) = measured(warm, path, (1, 2), shard)
        yield "one_process_s", one
        yield "two_processes", one / two
        yield "peak_mb", peak
        for times in () if quick else (4, 16):
            [(_, peak)] = measured(warm, corpus_file(folder, times, n), (1,), shard)
            yield f"peak_mb_{times}x", peak


def character_ngrams(n: int) -> float:
    """How many times faster ours counts character n-grams than scikit-learn does."""
    texts = [article.text for article in articles(n)]
    theirs = CountVectorizer(analyzer="char_wb", ngram_range=(2, 5))
    ours = CharacterCounts(ngram_range=(2, 5))
    found = seconds(
        2,
        theirs=lambda: theirs.fit_transform(texts),
        ours=lambda: ours.fit_transform(texts),
    )
    return found["theirs"] / found["ours"]


@click.command()
@click.option("--quick", is_flag=True, help="Few articles, and no large corpora: under 50 s.")
@click.option("--json", "as_json", is_flag=True, help="End with one JSON object.")
@click.option("--articles", "n", type=int, help="So many of news-sample alone.")
@click.option("--output", type=click.Path(path_type=Path), help="Default of the whole run.")
def main(quick: bool, as_json: bool, n: int | None, output: Path | None) -> None:
    """Measure and print; the whole run writes `experiments/results/speed.json`."""
    found: dict[str, float] = {"corpus": n} if n else {}
    for part in (
        lambda: dict(scales(quick, 1920 if quick else n)),
        lambda: compare(400, 2000, 3) if quick else compare(min(n or 2000, 2000), n, 3),
        lambda: {"char_ngrams": character_ngrams(150 if quick else 1000)},
    ):
        measures = {name: round(value, 3) for name, value in part().items()}
        for name, value in measures.items():
            click.echo(f"{name:<16}{value:>12,}", err=as_json)
        found |= measures
    output = output or (None if quick or n else RESULTS)
    if output:
        output.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    if as_json:
        click.echo(json.dumps(found))


if __name__ == "__main__":
    main()
