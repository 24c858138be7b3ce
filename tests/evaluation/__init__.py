"""Scores against conversions."""
