-- One row something that a rule looks at: a match of its own, or what stops or resets it; event_id is the last of those at that instant.
-- Reads: matches, rules, rule_stops, rule_resets, entities, story_asked
-- Key: rule_key, occurred_us, kind
SELECT h.rule_key, h.occurred_us, h.kind, MAX(h.event_id) AS event_id
FROM (
    SELECT m.selector_key AS rule_key, m.entity_key, m.occurred_us, m.event_id, 'match' AS kind
    FROM matches m
    JOIN rules r
        ON m.selector_key = r.rule_key
    UNION ALL
    SELECT s.rule_key, m.entity_key, m.occurred_us, m.event_id, CASE WHEN r.rule_key IS NULL THEN 'stop' ELSE 'reset' END AS kind
    FROM matches m
    JOIN rule_stops s
        ON m.selector_key = s.selector_key
    LEFT JOIN rule_resets r
        ON s.rule_key = r.rule_key AND s.selector_key = r.selector_key
) h
JOIN entities n
    ON h.entity_key = n.entity_key
JOIN story_asked k
    ON n.entity = k.entity AND n.entity_id = k.entity_id
GROUP BY h.rule_key, h.occurred_us, h.kind
