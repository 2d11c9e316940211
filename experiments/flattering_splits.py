"""How much does a random split flatter, when stories, bodies or outlets are on both sides?

The same model and items under random folds and under folds that keep alike items together, by
the groups of the card or, for headlines, by wording. The difference is tested item by item.
"""

from dataclasses import replace

from grid import experiment
from scipy.sparse.csgraph import connected_components
from sklearn.feature_extraction.text import TfidfVectorizer

from stance.evaluation.results import Result
from stance.evaluation.uncertainty import compare
from stance.experiment import Task, run_task, task_of

GRID = (
    ("basil", "bias-linear", "10-fold", "grouped-10-fold"),
    ("babe/sg2", "bias-linear", "babe-5-fold", "grouped-5-fold"),
    ("gvfc", "category-linear", "10-fold", "grouped-10-fold", 0.5),
    ("seesaw/train", "stance-news", "5-fold", "grouped-5-fold"),
    ("news-sample", "category-hashed", "5-fold", "grouped-5-fold"),
    ("fnc-1/train", "stance-pairs", "5-fold", "grouped-5-fold"),
)


def by_wording(task: Task, likeness: float) -> Task:
    """The task with texts in one group that a chain of alike texts connects (TF-IDF cosine)."""
    words = TfidfVectorizer(stop_words="english", sublinear_tf=True)
    columns = words.fit_transform([passage.text for passage in task.passages])
    _, numbers = connected_components(columns @ columns.T >= likeness)
    return replace(task, items=replace(task.items, groups=tuple(map(str, numbers))))


def both(name: str, model: str, random: str, grouped: str, alike: float = 0) -> list[Result]:
    """The results of both protocols; what lies between them is printed."""
    tasks = [task_of(name, protocol) for protocol in (grouped, random)]
    tasks = [by_wording(task, alike) for task in tasks] if alike else tasks
    (honest, one), (loose, two) = (run_task(task, model) for task in tasks)
    inputs = one.inputs | {"metric": next(iter(loose.metrics)), "groups": one.groups}
    found = compare(one.gold, one.guess, two.guess, **inputs)
    print(f"{name}, {model}: {random} less {grouped}, {found}")
    return [honest, loose]


main = experiment("flattering_splits", GRID, both)

if __name__ == "__main__":
    main()
