"""Does an opinion quoted in the news hold that global warming is a serious concern?

GWSD: the 200 sentences its authors held out.
"""

from grid import experiment

GRID = (("gwsd/test",),)
main = experiment("gwsd", GRID)

if __name__ == "__main__":
    main()
