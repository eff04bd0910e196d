"""Laws are tried on many examples; a slow machine breaks none of them."""

from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
