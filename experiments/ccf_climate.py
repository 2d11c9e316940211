"""Which frames of climate change does a passage use, in two languages and in one?

CCF: trained on sentences coded once, tested on the coders' consensus.
"""

from grid import experiment

GRID = (("ccf-climate/gold",), ("ccf-climate/gold-en",))
main = experiment("ccf_climate", GRID)

if __name__ == "__main__":
    main()
