-- One row an instant at which what an account's leads score together may change, and their sum from then on.
-- Reads: member_stretches, rollups
-- Key: rule_key, entity_key, posted_us
SELECT r.rule_key, r.entity_key, r.posted_us, r.value
FROM (
    SELECT
        w.score_key AS rule_key,
        c.entity_key,
        c.us AS posted_us,
        CAST(SUM(c.change) OVER (PARTITION BY w.score_key, c.entity_key ORDER BY c.us) AS BIGINT) AS value,
        LEAD(c.us) OVER (PARTITION BY w.score_key, c.entity_key ORDER BY c.us) AS next_us
    FROM (
        SELECT part_key, entity_key, starts_us AS us, value AS change
        FROM member_stretches
        UNION ALL
        SELECT part_key, entity_key, ends_us AS us, -value AS change
        FROM member_stretches
        WHERE ends_us IS NOT NULL
    ) c
    JOIN rollups w
        ON c.part_key = w.part_key AND w.is_max = 0
) r
WHERE r.next_us IS NULL OR r.next_us > r.posted_us
