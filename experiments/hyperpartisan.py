"""Does an article blindly take a side?

SemEval-2019 task 4, by 10 folds of the training articles, and on the test articles for those
who have them.
"""

from grid import experiment

GRID = (("hyperpartisan/train",), ("hyperpartisan/test",))
main = experiment("hyperpartisan", GRID)

if __name__ == "__main__":
    main()
