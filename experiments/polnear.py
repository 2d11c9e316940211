"""Who says what: are sources, cues and contents of quotations found to the character?

PolNeAR, trained on ten months of campaign news, tested on another.
"""

from grid import experiment

GRID = (("polnear/dev",), ("polnear/test",))
main = experiment("polnear", GRID)

if __name__ == "__main__":
    main()
