-- One row a match of a rule with a limit, with the number of its resets so far: limits count afresh from a reset on.
-- Reads: matches, limits, rule_resets
-- Key: rule_key, event_id
SELECT
    u.rule_key,
    u.entity_key,
    u.occurred_us,
    u.event_id,
    u.once_value,
    u.epoch
FROM (
    SELECT
        b.*,
        SUM(b.is_reset) OVER (
            PARTITION BY b.rule_key, b.entity_key
            ORDER BY b.occurred_us, b.is_reset DESC, b.event_id
            ROWS UNBOUNDED PRECEDING
        ) AS epoch
    FROM (
        SELECT m.selector_key AS rule_key, m.entity_key, m.occurred_us, m.event_id, m.once_value, 0 AS is_reset
        FROM matches m
        JOIN limits l
            ON m.selector_key = l.rule_key
        UNION ALL
        SELECT r.rule_key, m.entity_key, m.occurred_us, m.event_id, m.once_value, 1 AS is_reset
        FROM matches m
        JOIN rule_resets r
            ON m.selector_key = r.selector_key
        JOIN limits l
            ON r.rule_key = l.rule_key
    ) b
) u
WHERE u.is_reset = 0
