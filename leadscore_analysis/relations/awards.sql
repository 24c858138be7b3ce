-- One row an award, in the order of entities: from its anchor on it is worth what its shape says at that age, until it is withdrawn.
-- All columns are named in the order: a sort that carries nothing besides its key is the fastest.
-- Reads: stopped_anchors, rules, attribute_awards, frequency_awards
-- Key: none
SELECT w.rule_key, w.entity_key, w.event_id, w.anchor_us, w.stop_us, w.shape_key
FROM (
    SELECT a.rule_key, a.entity_key, a.event_id, a.anchor_us, a.stop_us, r.shape_key
    FROM stopped_anchors a
    JOIN rules r
        ON a.rule_key = r.rule_key
    WHERE r.shape_key IS NOT NULL
    UNION ALL
    SELECT rule_key, entity_key, event_id, anchor_us, stop_us, shape_key
    FROM attribute_awards
    UNION ALL
    SELECT rule_key, entity_key, event_id, anchor_us, stop_us, shape_key
    FROM frequency_awards
) w
ORDER BY w.entity_key, w.anchor_us, w.rule_key, w.event_id, w.stop_us, w.shape_key
