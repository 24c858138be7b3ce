"""The replay as plans: the relations that are made, in order."""

from __future__ import annotations

STAGING = ("lead_ids", "event_rows", "entities", "lead_versions")
AWARDS = (
    "matches",
    "epoch_matches",
    "limited_matches",
    "anchors",
    "other_anchors",
    "stopped_anchors",
    "counted_anchors",
    "attribute_cells",
    "attribute_awards",
    "frequency_changes",
    "frequency_states",
    "frequency_awards",
    "other_awards",
    "awards",
    "postings",
)
PASSING_AWARDS = ("epoch_matches", "limited_matches", "stopped_anchors", "other_awards")
"""What awards leave behind and nothing else reads: freed when they are made."""

OTHERS = {
    "lead_versions": (
        ("other_ids", "other_ids"),
        ("lead_accounts", "lead_accounts"),
        ("other_events", "other_events"),
        ("entities", "all_entities"),
        ("other_versions", "other_versions"),
    ),
    "matches": (("other_matches", "other_matches"), ("matches", "all_matches")),
    "attribute_cells": (("account_cells", "account_cells"), ("deal_cells", "deal_cells"), ("attribute_cells", "all_cells")),
}
"""What is made after a relation when the rulebook scores accounts or deals too: names, and the relations that they are made from."""

SCORES = ("ledger_rows", "stretches")
CAPS = (("level_caps", "level_caps"), ("caps", "caps_so_far"))
_CHANGES = (("derived_postings", "derived_postings"), ("derived_so_far", "derived_so_far"))
FORMULAS = (("derived_values", "formula_values"), *_CHANGES)
ROLLUPS = (
    *((name, name) for name in ("member_stretches", "rollup_sums", "rollup_instants", "rollup_spans")),
    *((name, name) for name in ("rollup_blocks", "rollup_places", "rollup_tops")),
    ("derived_values", "rollup_values"),
    *_CHANGES,
)
PASSING = ("member_stretches", "rollup_instants", "rollup_spans", "rollup_blocks", "rollup_places", "derived_values")
"""What scores made from scores leave behind and nothing else reads: freed when they are made."""

DERIVED_SUMS = (("derived_sums", "derived_sums_so_far"),)
CROSSINGS = ("crossings",)
CLAUSES = (
    *("matches", "attribute_cells"),  # which a replay that took its awards over has not made
    *("unknown_cells", "condition_cells", "condition_counts", "condition_states", "clause_states", "qualifications", "firings"),
)
UNITS = ("unit_spans",)
MOMENTS = ("asked_moments", "moment_values")

VIEWS = frozenset(
    {
        *("event_rows", "anchors", "other_anchors", "counted_anchors", "frequency_changes", "postings", "ledger_rows", "stretches"),
        *("unit_spans", "condition_cells", "condition_counts"),
    }
)
"""Relations that are read once or cost nothing to read again: they are given a name and not kept."""
