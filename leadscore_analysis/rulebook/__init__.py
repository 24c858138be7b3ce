"""The rulebook language: what a rulebook file may say, and what is checked before anything runs."""
