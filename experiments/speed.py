"""How fast is labelling beside what people use today, and how much memory does it take?

One run, side by side, on the same articles: (a) ours, text to labels; (b) the pipeline a
user would write with NLTK (sentences, words, part-of-speech tags, VADER); (c) bare TF-IDF
and a linear SVM, the floor nobody can beat by much. A ratio above 1 says that ours is
faster. `--quick` leaves the large corpora out. Needs news-sample in `$STANCE_DATA`; (b)
also needs `$NLTK_DATA` and is left out with a note where that is missing.
"""

import json
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import click
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.svm import LinearSVC

from stance.annotation.annotate import annotate
from stance.article import Article
from stance.datasets import records
from stance.features.characters import CharacterCounts
from stance.ingest import Corpus
from stance.labelling import Labeller, label_corpus
from stance.labelling.voices import stance_passages

NEWS = "news-sample/all"


def articles(n: int | None = None) -> list[Article]:
    """The first articles of the news sample, bare."""
    return [record.passage.article for record in islice(records(NEWS), n)]


def seconds(work: Callable[[], object], times: int = 1) -> float:
    """The shortest time of several runs."""
    found = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        found.append(time.perf_counter() - started)
    return min(found)


def ours(labeller: Labeller, some: Sequence[Article]) -> None:
    """Text to frames, voices and stances, in batches."""
    for start in range(0, len(some), 64):
        labeller.label(some[start : start + 64])


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


def compare(n: int) -> dict[str, float]:
    """Ratios of ours to the NLTK pipeline and to TF-IDF, with the seconds of our stages."""
    some = articles(n)
    texts = [article.text for article in some]
    labeller = Labeller()
    labeller.label(some[:5])
    whole = seconds(lambda: ours(labeller, some), 2)
    vectorizer = TfidfVectorizer(ngram_range=(1, 2)).fit(texts)
    rows = vectorizer.transform(texts)
    svm = LinearSVC().fit(rows, [i % 2 for i in range(len(texts))])
    bare = seconds(lambda: svm.predict(vectorizer.transform(texts)), 2)
    found = {"articles": len(some), "megabytes": sum(map(len, texts)) / 1e6, "ours": whole}
    found |= {"tfidf": bare, "vs_tfidf": bare / whole}
    return found | stages(labeller, some) | versus_nltk(some, whole / len(some))


def stages(labeller: Labeller, some: Sequence[Article]) -> dict[str, float]:
    """Seconds of each stage of ours on the same articles."""
    annotated = [annotate(article) for article in some]
    return {
        "annotation": seconds(lambda: [annotate(article) for article in some]),
        "passages": seconds(lambda: [stance_passages(item) for item in annotated]),
        "frames": seconds(lambda: labeller._frames(annotated)),
        "stances": seconds(lambda: labeller._stances(annotated)),
    }


def versus_nltk(some: Sequence[Article], ours_each: float) -> dict[str, float]:
    """The ratio to NLTK on every twentieth article: it is slow; nothing without its data."""
    try:
        label = nltk_pipeline()
    except (ImportError, LookupError):
        click.echo("(b) left out: NLTK's data are not in $NLTK_DATA", err=True)
        return {}
    sample = some[::20]
    theirs = seconds(lambda: label(sample)) / len(sample)
    return {"nltk": theirs * len(some), "vs_nltk": theirs / ours_each}


def corpus_file(folder: str, times: int, n: int | None) -> Path:
    """The news sample as JSON lines, repeated under other ids."""
    path = Path(folder) / f"news{times}.jsonl"
    with path.open("w", encoding="utf-8") as stream:
        for repeat in range(times):
            for record in islice(records(NEWS), n):
                row = {"id": f"{repeat}-{record.id}", "text": record.passage.text}
                stream.write(json.dumps(row) + "\n")
    return path


def labelled_in_child(path: Path, jobs: int, pipe: object = None) -> None:
    """Label a corpus in this process, and say how long it took and the peak of its memory."""
    started = time.perf_counter()
    label_corpus(
        Corpus([path]), path.with_suffix(f".{jobs}.parquet"), jobs=jobs, progress=False
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    pipe.send((time.perf_counter() - started, peak))


def measured(path: Path, jobs: int = 1) -> tuple[float, float]:
    """Seconds and peak megabytes of a job, in a process of its own."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    child = context.Process(target=labelled_in_child, args=(path, jobs, there))
    child.start()
    there.close()
    found = here.recv()
    child.join()
    return found


def scales(quick: bool, n: int) -> Iterator[tuple[str, float]]:
    """Two processes against one, and the peak of memory at 1, 4 and 16 times the corpus."""
    with tempfile.TemporaryDirectory() as folder:
        path = corpus_file(folder, 1, n)
        one, peak = measured(path, 1)
        yield "two_processes", one / measured(path, 2)[0]
        yield "peak_mb", peak
        for times in () if quick else (4, 16):
            yield f"peak_mb_{times}x", measured(corpus_file(folder, times, n))[1]


def character_ngrams(n: int) -> float:
    """How many times faster ours counts character n-grams than scikit-learn does."""
    texts = [article.text for article in articles(n)]
    theirs = CountVectorizer(analyzer="char_wb", ngram_range=(2, 5))
    ours = CharacterCounts(ngram_range=(2, 5))
    return seconds(lambda: theirs.fit_transform(texts)) / seconds(
        lambda: ours.fit_transform(texts)
    )


@click.command()
@click.option("--quick", is_flag=True, help="Few articles, and no large corpora: under 50 s.")
@click.option("--json", "as_json", is_flag=True, help="End with one JSON object.")
def main(quick: bool, as_json: bool) -> None:
    """Measure, print, and write `experiments/results/speed.jsonl` unless `--quick`."""
    n = 400 if quick else None
    found = compare(400 if quick else 2000)
    found |= dict(scales(quick, n or 9389))
    found["char_ngrams"] = character_ngrams(200 if quick else 1000)
    rounded = {name: round(value, 3) for name, value in found.items()}
    for name, value in rounded.items():
        click.echo(f"{name:<16}{value:>12,}")
    if not quick:
        results = Path(__file__).parent / "results" / "speed.jsonl"
        results.parent.mkdir(exist_ok=True)
        results.write_text(json.dumps(rounded) + "\n", "utf-8")
    if as_json:
        click.echo(json.dumps(rounded))


if __name__ == "__main__":
    main()
