"""Does an article agree with a headline, dispute it, discuss it, or speak of something else?

Fake News Challenge, bodies new in test. The target-blind row never sees the headline.
"""

from grid import experiment

GRID = (("fnc-1/test",),)
main = experiment("fnc_1", GRID)

if __name__ == "__main__":
    main()
