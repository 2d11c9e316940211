"""Does a headline back a claim, dispute it, or only report it?

Emergent, claims new in test.
"""

from grid import experiment

GRID = (("emergent/test",),)
main = experiment("emergent", GRID)

if __name__ == "__main__":
    main()
