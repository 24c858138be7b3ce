-- One row an award whose anchor can be stopped, is no match in the order of matches, or is told by an attribute or a count; in the order of
-- entities, rules and instants.
-- All columns are named in the order: a sort that carries nothing besides its key is the fastest.
-- Reads: stopped_anchors, attribute_awards, frequency_awards
-- Key: none
SELECT w.rule_key, w.entity_key, w.event_id, w.anchor_us, w.stop_us, w.shape_key
FROM (
    SELECT rule_key, entity_key, event_id, anchor_us, stop_us, shape_key
    FROM stopped_anchors
    WHERE shape_key IS NOT NULL
    UNION ALL
    SELECT rule_key, entity_key, event_id, anchor_us, stop_us, shape_key
    FROM attribute_awards
    UNION ALL
    SELECT rule_key, entity_key, event_id, anchor_us, stop_us, shape_key
    FROM frequency_awards
) w
ORDER BY w.entity_key, w.rule_key, w.anchor_us, w.event_id, w.stop_us, w.shape_key
