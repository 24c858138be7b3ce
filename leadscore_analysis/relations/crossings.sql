-- One row a threshold crossed: up at the first instant of each stretch at or above it, down at its end.
-- Reads: stretches, thresholds
-- Key: entity_key, threshold_key, crossed_us
SELECT g.entity_key, g.threshold_key, g.starts_us AS crossed_us, g.above - g.was_above AS direction
FROM (
    SELECT
        a.*,
        LAG(a.above, 1, 0) OVER (PARTITION BY a.entity_key, a.threshold_key ORDER BY a.starts_us) AS was_above
    FROM (
        SELECT s.entity_key, t.threshold_key, s.starts_us, CASE WHEN s.value >= t.threshold THEN 1 ELSE 0 END AS above
        FROM stretches s
        JOIN thresholds t
            ON s.score_key = t.score_key
    ) a
) g
WHERE g.above <> g.was_above
