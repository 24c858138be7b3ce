-- One row a stretch of time in which an entity's score keeps its value, from first appearance on, without gaps.
-- Reads: all_sums, score_bounds
-- Key: entity_key, score_key, starts_us
SELECT
    t.entity_key,
    t.score_key,
    t.starts_us,
    t.ends_us,
    CASE WHEN t.total < b.lower THEN b.lower WHEN t.total > b.upper THEN b.upper ELSE t.total END AS value
FROM all_sums t
JOIN score_bounds b
    ON t.score_key = b.score_key
