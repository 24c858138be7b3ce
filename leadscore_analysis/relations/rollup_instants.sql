-- One row an instant at which the highest score of an account's leads may change: its place among them (from 0), and how many there are.
-- Reads: member_stretches, rollups
-- Key: rule_key, entity_key, us
SELECT
    g.rule_key,
    g.entity_key,
    g.us,
    ROW_NUMBER() OVER (PARTITION BY g.rule_key, g.entity_key ORDER BY g.us) - 1 AS place,
    COUNT(*) OVER (PARTITION BY g.rule_key, g.entity_key) AS instants
FROM (
    SELECT w.score_key AS rule_key, c.entity_key, c.us
    FROM (
        SELECT part_key, entity_key, starts_us AS us
        FROM member_stretches
        UNION ALL
        SELECT part_key, entity_key, ends_us AS us
        FROM member_stretches
        WHERE ends_us IS NOT NULL
    ) c
    JOIN rollups w
        ON c.part_key = w.part_key AND w.is_max = 1
    GROUP BY w.score_key, c.entity_key, c.us
) g
