"""Two rulebooks on the same history before either goes live: who moves, how those converted, what it costs in leads and alerts."""

from leadscore_analysis.comparison.comparison import Comparison, compare
from leadscore_analysis.comparison.shown import shown_tables
from leadscore_analysis.comparison.written import folder_of, summary, write

__all__ = ["Comparison", "compare", "folder_of", "shown_tables", "summary", "write"]
