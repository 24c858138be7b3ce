"""Another structure for a rule: cut points of its ranges, windows of its ladder, when its points expire, how fast they fade."""

from leadscore_analysis.suggestion.structure.searching import SearchedRule, StructureSearch, structure_search
from leadscore_analysis.suggestion.structure.steps import TakenStructures, taken_structures
from leadscore_analysis.suggestion.structure.table import structure_table
from leadscore_analysis.suggestion.structure.whole import on_all_rows

__all__ = ["SearchedRule", "StructureSearch", "TakenStructures", "on_all_rows", "structure_search", "structure_table", "taken_structures"]
