"""What every test shares: properties are not timed, for two busy cores are slow at times."""

from hypothesis import settings

settings.register_profile("stance", deadline=None)
settings.load_profile("stance")
