"""Is a sentence biased by its choice of words?

BABE, by the folds of its paper; what the paper calls macro F1 is the weighted one.
"""

from grid import experiment

GRID = (("babe/sg2",), ("babe/sg1",))
main = experiment("babe", GRID)

if __name__ == "__main__":
    main()
