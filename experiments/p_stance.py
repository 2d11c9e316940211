"""Is a tweet for or against Trump, Biden or Sanders?

P-Stance, trained on all three together. The published scores are of the test split.
"""

from grid import experiment

GRID = (("p-stance/val",), ("p-stance/test",))
main = experiment("p_stance", GRID)

if __name__ == "__main__":
    main()
