"""Where the tests find public data, and what happens where there are none."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from stance.datasets import MissingDataError

BESIDE = Path(__file__).parents[2] / "shared" / "data"

if "STANCE_DATA" not in os.environ and BESIDE.is_dir():
    os.environ["STANCE_DATA"] = str(BESIDE)

# Properties are not timed: two busy cores are slow at times.
settings.register_profile("stance", deadline=None)
settings.load_profile("stance")


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem):
    """A test marked `data` is skipped where its files are missing, with the access text."""
    try:
        return (yield)
    except MissingDataError as missing:
        if pyfuncitem.get_closest_marker("data") is None:
            raise
        pytest.skip(str(missing))
