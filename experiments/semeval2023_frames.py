"""Which of fourteen frames does an article use?

SemEval-2023 task 3, English, by 5 folds of the training articles: the gold labels of dev and
test are not public. Published test scores are 12 to 25 points below those on dev.
"""

from grid import experiment

GRID = (("semeval2023-frames/train", ("majority", "frames-keywords", "frames-linear")),)
main = experiment("semeval2023_frames", GRID)

if __name__ == "__main__":
    main()
