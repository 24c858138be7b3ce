-- One row a change of a score by an award: a step of its shape, or what is left of it at its stop.
-- Reads: awards, shape_steps
-- Key: none
SELECT
    a.rule_key,
    a.entity_key,
    a.event_id,
    s.entry_no,
    a.anchor_us + s.age_us AS posted_us,
    s.change AS points
FROM awards a
JOIN shape_steps s
    ON a.shape_key = s.shape_key
WHERE s.change <> 0 AND (a.stop_us IS NULL OR a.anchor_us + s.age_us < a.stop_us)
UNION ALL
SELECT
    a.rule_key,
    a.entity_key,
    a.event_id,
    3 AS entry_no,
    a.stop_us AS posted_us,
    -s.value AS points
FROM awards a
JOIN shape_steps s
    ON a.shape_key = s.shape_key
WHERE s.value <> 0 AND a.anchor_us + s.age_us < a.stop_us AND (s.next_age_us IS NULL OR a.stop_us <= a.anchor_us + s.next_age_us)
