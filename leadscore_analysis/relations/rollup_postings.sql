-- One row a change of an account's score that is made from its leads' scores.
-- Reads: rollup_sums, rollup_tops
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
        SELECT rule_key, entity_key, posted_us, value FROM rollup_sums
        UNION ALL
        SELECT rule_key, entity_key, posted_us, value FROM rollup_tops
    ) v
) d
WHERE d.value <> d.value_before
