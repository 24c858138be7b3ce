-- One row an instant at which a score that is made from other scores may change, and its value from then on: the weighted sum of their values,
-- rounded half away from zero to ten-thousandths. Decimals hold what a billion points times a weight comes to; the cast to whole ones rounds.
-- Reads: stretches, formula_weights
-- Key: rule_key, entity_key, posted_us
SELECT
    r.rule_key,
    r.entity_key,
    r.posted_us,
    CAST(CAST(r.total * 0.000001 AS DECIMAL(38, 0)) AS BIGINT) AS value
FROM (
    SELECT
        w.score_key AS rule_key,
        c.entity_key,
        c.starts_us AS posted_us,
        SUM(CAST(c.change AS DECIMAL(19, 0)) * CAST(w.weight AS DECIMAL(16, 0))) OVER (
            PARTITION BY w.score_key, c.entity_key
            ORDER BY c.starts_us
        ) AS total,
        LEAD(c.starts_us) OVER (PARTITION BY w.score_key, c.entity_key ORDER BY c.starts_us) AS next_us
    FROM (
        SELECT
            s.entity_key,
            s.score_key,
            s.starts_us,
            s.value - LAG(s.value, 1, 0) OVER (PARTITION BY s.entity_key, s.score_key ORDER BY s.starts_us) AS change
        FROM stretches s
    ) c
    JOIN formula_weights w
        ON c.score_key = w.part_key
) r
WHERE r.next_us IS NULL OR r.next_us > r.posted_us
