-- One row an instant at which a lead's score is reset: what was earned before it counts no more.
-- Reads: matches, rule_resets, asked_rule
-- Key: lead_key, reset_us
SELECT matches.entity_key AS lead_key, matches.occurred_us AS reset_us
FROM matches
JOIN rule_resets
    ON rule_resets.selector_key = matches.selector_key
JOIN asked_rule
    ON asked_rule.rule_key = rule_resets.rule_key
GROUP BY matches.entity_key, matches.occurred_us
