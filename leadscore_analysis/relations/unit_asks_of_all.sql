-- One row an entity and one of the moments at which the units of all entities are kept; a moment before first appearance has none.
-- Reads: all_moments, entities
-- Key: row_no
SELECT
    e.entity_key * m.moments + m.moment_no AS row_no,
    e.entity_key,
    m.moment_us
FROM entities e
JOIN all_moments m
    ON m.moment_us >= e.appeared_us
