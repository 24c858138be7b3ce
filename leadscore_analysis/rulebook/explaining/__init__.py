"""A rulebook in plain words: one sentence per score, rule, band, cell, path and alert, in the languages that the toolkit speaks."""

from leadscore_analysis.rulebook.explaining.explain import explain
from leadscore_analysis.rulebook.explaining.explanation import Block, ExplainedSection, Explanation, Line

__all__ = ["Block", "ExplainedSection", "Explanation", "Line", "explain"]
