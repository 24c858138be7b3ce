"""Histories and rulebooks drawn at random, over everything that the language says."""
