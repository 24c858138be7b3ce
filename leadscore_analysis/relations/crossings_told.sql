-- One row a threshold crossed, in the words of the rulebook; band is NULL for the line in force.
-- Reads: crossings, thresholds, entities, score_names
-- Key: entity_id, score, threshold, band, crossed_at
SELECT
    e.entity_id,
    s.score,
    t.band,
    CAST(CAST(t.threshold AS DECIMAL(18, 0)) * 0.0001 AS DECIMAL(18, 4)) AS threshold,
    instant(c.crossed_us) AS crossed_at,
    CASE WHEN c.direction = 1 THEN 'up' ELSE 'down' END AS direction
FROM crossings c
JOIN thresholds t
    ON c.threshold_key = t.threshold_key
JOIN entities e
    ON c.entity_key = e.entity_key
JOIN score_names s
    ON t.score_key = s.score_key
ORDER BY crossed_at, e.entity_id, s.score, t.threshold, t.band
