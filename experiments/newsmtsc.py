"""Does a news sentence speak well or ill of somebody it mentions?

NewsMTSC: sentences with several targets (mt) and as they come (rw). The whole files are scored:
which 70 % of them the authors scored is not published.
"""

from grid import experiment

GRID = (("newsmtsc/mt",), ("newsmtsc/rw",))
main = experiment("newsmtsc", GRID)

if __name__ == "__main__":
    main()
