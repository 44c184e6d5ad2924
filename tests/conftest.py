"""Settings of all tests: the same examples every time, and no test fails because the machine was slow."""

from hypothesis import settings

settings.register_profile("vnnlp", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("vnnlp")
