-- One row a change of a score that is made from scores.
-- Reads: derived_values
-- Key: rule_key, entity_key, posted_us
SELECT d.rule_key, d.entity_key, 5 AS entry_no, d.posted_us, d.value - d.value_before AS points
FROM (
    SELECT
        v.*,
        LAG(v.value, 1, 0) OVER (PARTITION BY v.rule_key, v.entity_key ORDER BY v.posted_us) AS value_before
    FROM derived_values v
) d
WHERE d.value <> d.value_before
