"""The sentences shown to people, one file a language, and how numbers and days are written in it."""

from leadscore_analysis.words.reader import ENGLISH, Words, languages, read_words

__all__ = ["ENGLISH", "Words", "languages", "read_words"]
