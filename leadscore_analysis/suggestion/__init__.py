"""Suggested points and a suggested threshold: what to change in a rulebook, why, and what it would bring."""
