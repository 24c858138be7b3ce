"""The replay as plans: the relations that are made, in order."""

from __future__ import annotations

STAGING = ("lead_ids", "event_rows", "entities", "lead_versions")
AWARDS = (
    "matches",
    "epoch_matches",
    "limited_matches",
    "kept_matches",
    "anchors",
    "stopped_anchors",
    "attribute_cells",
    "attribute_awards",
    "frequency_changes",
    "frequency_states",
    "frequency_awards",
    "awards",
    "postings",
)
SCORES = ("ledger_rows", "stretches")
FORMULAS = (("formula_postings", "formula_postings"), ("postings", "postings_so_far"))
CROSSINGS = ("crossings",)
CLAUSES = ("unknown_cells", "condition_cells", "condition_counts", "condition_states", "clause_states", "qualifications", "firings")
UNITS = ("unit_spans",)
MOMENTS = ("asked_moments", "moment_values")

VIEWS = frozenset(
    {"event_rows", "kept_matches", "anchors", "frequency_changes", "awards", "ledger_rows", "condition_cells", "condition_counts"}
)
"""Relations that are read once or cost nothing to read again: they are given a name and not kept."""
