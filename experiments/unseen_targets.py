"""What does a stance model know about a target it has never seen?

Three protocols on the same passages: trained on the target's own passages, on as many of other
targets, and on all of the other targets. The first two test the same folds with training sets
of one size, so what lies between them is the target and nothing else.

Three official cuts ask the same of published data: P-Stance's training tweets, each politician
from the other two; SemEval-2016 b, whose target has no training tweet; VAST, where
`f1_macro_zero` is of the topics that are new. `lexicon` learns nothing from anybody, and
`stance-linear` answers a new target as `stance-target-blind` does. Word lists that never saw a
coded text are better on new targets there than what is learned from others.
"""

from grid import experiment

from stance.evaluation.results import Result
from stance.evaluation.uncertainty import compare
from stance.experiment import run_task, task_of

ALL = ("in-target", "across-target", "leave-one-target-out")
NEW = ("leave-one-target-out",)
OFFICIAL = ("official",)
UNLEARNED = ("majority", "lexicon", "stance-target-blind")
GRID = (
    ("semeval2016/train", "majority", ALL),
    ("semeval2016/train", "stance-target-blind", ALL),
    ("semeval2016/train", "stance-linear", ALL),
    ("p-stance/val", "majority", ALL),
    ("p-stance/val", "stance-linear", ALL),
    *(("p-stance/train", model, NEW) for model in UNLEARNED),
    *(("semeval2016/b", model, OFFICIAL) for model in UNLEARNED),
    *(("vast/dev", model, OFFICIAL) for model in (*UNLEARNED, "stance-linear", "stance-pairs")),
)


def all_protocols(name: str, model: str, protocols: tuple[str, ...] = ALL) -> list[Result]:
    """The results of the protocols; of all three, what the target is worth is printed."""
    runs = [run_task(task_of(name, protocol), model) for protocol in protocols]
    if protocols == ALL:
        (_, inside), (_, across), _ = runs
        inputs = inside.inputs | {"metric": "f_avg_mean"}
        found = compare(inside.gold, across.guess, inside.guess, **inputs)
        print(f"{name}, {model}: the target is worth {found}")
    return [result for result, _ in runs]


main = experiment("unseen_targets", GRID, all_protocols)

if __name__ == "__main__":
    main()
