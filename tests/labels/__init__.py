"""Moments by outcomes."""
