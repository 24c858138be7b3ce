-- One row an award: from its anchor on it is worth what its shape says at that age, until it is withdrawn. First, as matches lie, those of
-- anchors that nothing stops; then all others. Anchors are read once: DuckDB would keep, and scatter, what a query reads twice.
-- Reads: anchors, other_awards
-- Key: none
SELECT rule_key, entity_key, event_id, anchor_us, next_us AS stop_us, shape_key
FROM anchors
WHERE stoppable = 0 AND shape_key IS NOT NULL
UNION ALL
SELECT rule_key, entity_key, event_id, anchor_us, stop_us, shape_key
FROM other_awards
