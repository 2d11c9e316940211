"""Is a comment for or against one of thousands of topics, most of them new?

VAST. `f1_macro_zero` is of topics that are not in training, `f1_macro_few` of the others.
"""

from grid import experiment

GRID = (("vast/dev",), ("vast/test",))
main = experiment("vast", GRID)

if __name__ == "__main__":
    main()
