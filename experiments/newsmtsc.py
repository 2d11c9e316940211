"""Does a news sentence speak well or ill of somebody it mentions?

NewsMTSC: sentences with several targets (mt) and as they come (rw). The whole files are scored:
which 70 % of them the authors scored is not published.

What is in `stance-news` was chosen on three of five folds over the articles of train. Weighting
its words by their log-count ratios brought macro-F1 from 69.8 to 70.8 there, and from 69.9 to
73.2 in sentences with several mentions; support vector machines (69.7) and means of both kinds
(70.8) brought nothing more. The whole `mt` file was scored once for each of these two models.
"""

from grid import experiment

GRID = (("newsmtsc/mt",), ("newsmtsc/rw",))
main = experiment("newsmtsc", GRID)

if __name__ == "__main__":
    main()
