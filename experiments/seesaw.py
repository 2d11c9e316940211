"""Does one political entity speak for or against another, by what a news sentence says?

SEESAW, stories new in validation and test.
"""

from grid import experiment

GRID = (("seesaw/valid",), ("seesaw/test",))
main = experiment("seesaw", GRID)

if __name__ == "__main__":
    main()
