"""Gold labels and guesses → scores, intervals, tests, protocols and results."""
