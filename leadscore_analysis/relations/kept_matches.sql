-- One row a match that earns: all of a rule without a limit, the kept ones of a rule with one.
-- Reads: matches, rules, limited_matches
-- Key: rule_key, event_id
SELECT m.selector_key AS rule_key, m.entity_key, m.occurred_us, m.event_id
FROM matches m
JOIN rules r
    ON m.selector_key = r.rule_key
WHERE r.limited = 0
UNION ALL
SELECT rule_key, entity_key, occurred_us, event_id
FROM limited_matches
