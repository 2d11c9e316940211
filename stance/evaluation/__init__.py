"""Gold labels and guesses → scores, intervals, tests, protocols and results.

From the ground up, each file knowing only those above it:

- `answers`: gold and guess, checked once and laid out as arrays;
- `label_scores`, `probability_scores`, `span_scores`: counts that add up, and formulas;
- `metrics`: every score by its name, and `score`;
- `uncertainty`: intervals, paired tests, Holm's correction, the detectable difference;
- `protocols`: how data are cut; `predictions`, `results`: what a run leaves behind;
- `published`: what others scored;
- `mistakes`: slices, confusions, the surest errors;
- `calibration`, `quantification`: whether probabilities and shares can be believed;
- `agreement`, `coders`, `codings`: how far people, and machines, code alike.

Nothing here knows a model or a data set: arrays and labels of any origin will do.
"""
