"""The page of a what-if comparison: what changes from one rulebook to another, whom it hits, and how those converted."""

from leadscore_analysis.reports.compare.inputs import CompareInputs
from leadscore_analysis.reports.compare.report import compare_page, write_compare

__all__ = ["CompareInputs", "compare_page", "write_compare"]
