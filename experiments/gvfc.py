"""Which of nine frames of gun violence does a headline take?

GVFC, in 10 folds: the framed headlines alone, and with `none` as a tenth label.
"""

from grid import experiment

GRID = (("gvfc",), ("gvfc/with-none",))
main = experiment("gvfc", GRID)

if __name__ == "__main__":
    main()
