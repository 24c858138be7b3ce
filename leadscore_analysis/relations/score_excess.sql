-- One row a stretch in which the sum of a score lies outside the score's bounds, with what brings it back to them.
-- Reads: all_sums, score_bounds, summed_scores
-- Key: node_key, entity_key, starts_us
SELECT
    t.score_key AS node_key,
    t.entity_key,
    t.starts_us,
    t.ends_us,
    CASE WHEN t.total < b.lower THEN b.lower - t.total ELSE b.upper - t.total END AS excess
FROM all_sums t
JOIN summed_scores s
    ON t.score_key = s.score_key
JOIN score_bounds b
    ON t.score_key = b.score_key
WHERE t.total < b.lower OR t.total > b.upper
