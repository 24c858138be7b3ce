-- One row an anchor of a rule that counts how often something happens.
-- Reads: anchors, stopped_anchors, tiers
-- Key: rule_key, entity_key, event_id
SELECT a.rule_key, a.entity_key, a.anchor_us, a.stop_us
FROM (
    SELECT rule_key, entity_key, anchor_us, next_us AS stop_us
    FROM anchors
    WHERE stoppable = 0
    UNION ALL
    SELECT rule_key, entity_key, anchor_us, stop_us
    FROM stopped_anchors
) a
JOIN (SELECT rule_key FROM tiers GROUP BY rule_key) t
    ON a.rule_key = t.rule_key
