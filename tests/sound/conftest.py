"""Sounds are kept in a cache of the tests' own, as what the commands keep."""

from tests.cli.conftest import own_cache

__all__ = ["own_cache"]
