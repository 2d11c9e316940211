"""Which sentences, spans and articles are biased, and toward whom?

BASIL, stories kept together: sentences with informational and lexical bias, the polarity of
a biased span toward its target, and of an article toward its main entities.
"""

from grid import experiment

GRID = (("basil",), ("basil/spans",), ("basil/feelings",))
main = experiment("basil", GRID)

if __name__ == "__main__":
    main()
