-- One row a posting by a bound, of all levels that were computed so far.
-- Reads: caps, level_caps
-- Key: node_key, entity_key, posted_us
SELECT node_key, entity_key, posted_us, points
FROM caps
UNION ALL
SELECT node_key, entity_key, posted_us, points
FROM level_caps
