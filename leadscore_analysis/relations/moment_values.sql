-- One row an entity's score at a moment asked for; a moment before first appearance has none.
-- Reads: stretches, asked_moments
-- Key: entity_key, score_key, moment_us
SELECT r.entity_key, r.score_key, r.us AS moment_us, r.value
FROM (
    SELECT
        b.entity_key,
        b.score_key,
        b.us,
        b.asked,
        CAST(SUM(b.change) OVER (PARTITION BY b.entity_key, b.score_key ORDER BY b.us) AS BIGINT) AS value,
        SUM(b.known) OVER (PARTITION BY b.entity_key, b.score_key ORDER BY b.us) AS known
    FROM (
        SELECT
            s.entity_key,
            s.score_key,
            s.starts_us AS us,
            s.value - LAG(s.value, 1, 0) OVER (PARTITION BY s.entity_key, s.score_key ORDER BY s.starts_us) AS change,
            1 AS known,
            0 AS asked
        FROM stretches s
        UNION ALL
        SELECT m.entity_key, n.score_key, m.moment_us AS us, 0 AS change, 0 AS known, 1 AS asked
        FROM asked_moments m
        JOIN entities e
            ON m.entity_key = e.entity_key
        JOIN score_names n
            ON e.entity = n.entity
    ) b
) r
WHERE r.asked = 1 AND r.known > 0
