-- One row a change of a score that is made from other scores: the weighted sum of their values, rounded half away from zero to ten-thousandths.
-- Reads: stretches, formula_weights
-- Key: rule_key, entity_key, posted_us
SELECT
    d.rule_key,
    d.entity_key,
    CAST(NULL AS VARCHAR) AS event_id,
    5 AS entry_no,
    d.posted_us,
    d.value - d.value_before AS points
FROM (
    SELECT
        v.*,
        LAG(v.value, 1, 0) OVER (PARTITION BY v.rule_key, v.entity_key ORDER BY v.posted_us) AS value_before
    FROM (
        SELECT
            r.rule_key,
            r.entity_key,
            r.posted_us,
            CASE WHEN r.total >= 0 THEN floor_div(r.total + 500000, 1000000) ELSE -floor_div(500000 - r.total, 1000000) END AS value
        FROM (
            SELECT
                w.score_key AS rule_key,
                c.entity_key,
                c.starts_us AS posted_us,
                CAST(SUM(c.change * w.weight) OVER (PARTITION BY w.score_key, c.entity_key ORDER BY c.starts_us) AS BIGINT) AS total,
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
    ) v
) d
WHERE d.value <> d.value_before
