"""Can the leaning of an outlet be told from an article, where the outlet is new?

A quarter of the articles of Baly et al. (2020), outlets kept together, and the same model on
random folds, where it knows each outlet.
"""

from grid import experiment

GRID = (("news-sample",), ("news-sample", ("category-hashed",), "5-fold"))
main = experiment("news_sample", GRID)

if __name__ == "__main__":
    main()
