-- One row an anchor, with the first stop strictly later than it (a stopping event or a reset), or NULL.
-- Reads: anchors, rules, matches, rule_stops
-- Key: rule_key, entity_key, event_id
SELECT
    a.rule_key,
    a.entity_key,
    a.event_id,
    a.anchor_us,
    a.next_us AS stop_us
FROM anchors a
JOIN rules r
    ON a.rule_key = r.rule_key
WHERE r.stoppable = 0
UNION ALL
SELECT
    u.rule_key,
    u.entity_key,
    u.event_id,
    u.us AS anchor_us,
    CASE WHEN u.next_us IS NULL OR u.next_us > u.first_stop_us THEN COALESCE(u.first_stop_us, u.next_us) ELSE u.next_us END AS stop_us
FROM (
    SELECT
        b.*,
        MIN(CASE WHEN b.is_stop = 1 THEN b.us END) OVER (
            PARTITION BY b.rule_key, b.entity_key
            ORDER BY b.us DESC, b.is_stop, b.event_id
            ROWS UNBOUNDED PRECEDING
        ) AS first_stop_us
    FROM (
        SELECT a.rule_key, a.entity_key, a.event_id, a.anchor_us AS us, a.next_us, 0 AS is_stop
        FROM anchors a
        JOIN rules r
            ON a.rule_key = r.rule_key
        WHERE r.stoppable = 1
        UNION ALL
        SELECT s.rule_key, m.entity_key, m.event_id, m.occurred_us AS us, CAST(NULL AS BIGINT) AS next_us, 1 AS is_stop
        FROM matches m
        JOIN rule_stops s
            ON m.selector_key = s.selector_key
    ) b
) u
WHERE u.is_stop = 0
