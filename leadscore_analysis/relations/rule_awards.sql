-- One row an award of one rule that begins no later than an instant.
-- Reads: awards, asked_rule
-- Key: none
SELECT awards.entity_key AS lead_key, awards.anchor_us, awards.stop_us
FROM awards
JOIN asked_rule
    ON awards.rule_key = asked_rule.rule_key AND awards.anchor_us <= asked_rule.until_us
