"""Which way does sentiment run between two entities of a news sentence?"""

from grid import experiment

GRID = (("directed-sentiment/valid",), ("directed-sentiment/test",))
main = experiment("directed_sentiment", GRID)

if __name__ == "__main__":
    main()
