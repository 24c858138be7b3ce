-- One row an anchor that can be stopped, with the first stop strictly later than it (a stopping event or a reset), or NULL; besides them,
-- as they are, the other anchors that cannot.
-- Reads: anchors, other_anchors, matches, rule_stops
-- Key: rule_key, entity_key, event_id
SELECT rule_key, entity_key, event_id, anchor_us, next_us AS stop_us, shape_key
FROM other_anchors
WHERE stoppable = 0
UNION ALL
SELECT
    u.rule_key,
    u.entity_key,
    u.event_id,
    u.us AS anchor_us,
    CASE WHEN u.next_us IS NULL OR u.next_us > u.first_stop_us THEN COALESCE(u.first_stop_us, u.next_us) ELSE u.next_us END AS stop_us,
    u.shape_key
FROM (
    SELECT
        b.*,
        MIN(CASE WHEN b.is_stop = 1 THEN b.us END) OVER (
            PARTITION BY b.rule_key, b.entity_key
            ORDER BY b.us DESC, b.is_stop, b.event_id
            ROWS UNBOUNDED PRECEDING
        ) AS first_stop_us
    FROM (
        SELECT rule_key, entity_key, event_id, anchor_us AS us, next_us, shape_key, 0 AS is_stop
        FROM anchors
        WHERE stoppable = 1
        UNION ALL
        SELECT rule_key, entity_key, event_id, anchor_us AS us, next_us, shape_key, 0 AS is_stop
        FROM other_anchors
        WHERE stoppable = 1
        UNION ALL
        SELECT
            s.rule_key,
            m.entity_key,
            m.event_id,
            m.occurred_us AS us,
            CAST(NULL AS BIGINT) AS next_us,
            CAST(NULL AS INTEGER) AS shape_key,
            1 AS is_stop
        FROM matches m
        JOIN rule_stops s
            ON m.selector_key = s.selector_key
    ) b
) u
WHERE u.is_stop = 0
