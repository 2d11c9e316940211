"""What does a stance model know about a target it has never seen?

Three protocols on the same passages: trained on the target's own passages, on as many of other
targets, and on all of the other targets. The first two test the same folds with training sets
of one size, so what lies between them is the target and nothing else.
"""

from grid import experiment

from stance.evaluation.results import Result
from stance.evaluation.uncertainty import compare
from stance.experiment import run_task, task_of

PROTOCOLS = ("in-target", "across-target", "leave-one-target-out")
GRID = (
    ("semeval2016/train", "majority"),
    ("semeval2016/train", "stance-target-blind"),
    ("semeval2016/train", "stance-linear"),
    ("p-stance/val", "majority"),
    ("p-stance/val", "stance-linear"),
)


def all_protocols(name: str, model: str) -> list[Result]:
    """The results of the three protocols; what the target is worth is printed."""
    runs = [run_task(task_of(name, protocol), model) for protocol in PROTOCOLS]
    (_, inside), (_, across), _ = runs
    inputs = inside.inputs | {"metric": "f_avg_mean"}
    found = compare(inside.gold, across.guess, inside.guess, **inputs)
    print(f"{name}, {model}: the target is worth {found}")
    return [result for result, _ in runs]


main = experiment("unseen_targets", GRID, all_protocols)

if __name__ == "__main__":
    main()
