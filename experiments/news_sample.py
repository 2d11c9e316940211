"""Can the leaning of an outlet be told from an article, where the outlet is new?

A quarter of the articles of Baly et al. (2020), outlets kept together. What random folds would
say, where each outlet is known, stands in `flattering_splits.py`.
"""

from grid import experiment

GRID = (("news-sample",),)
main = experiment("news_sample", GRID)

if __name__ == "__main__":
    main()
