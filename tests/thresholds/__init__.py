"""Tests of the room ``thresholds``."""
