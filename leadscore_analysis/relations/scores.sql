-- One row an entity's score at a moment asked for.
-- Reads: moment_values, entities, score_names
-- Key: entity_id, moment, score
SELECT
    e.entity_id,
    instant(m.moment_us) AS moment,
    s.score,
    CAST(CAST(m.value AS DECIMAL(18, 0)) * 0.0001 AS DECIMAL(18, 4)) AS value
FROM moment_values m
JOIN entities e
    ON m.entity_key = e.entity_key
JOIN score_names s
    ON m.score_key = s.score_key
ORDER BY e.entity_id, moment, s.score
