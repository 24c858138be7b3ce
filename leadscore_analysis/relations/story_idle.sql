-- One row an event or recency rule of the asked entity that has matches without points: the limit was used up, or their award was withdrawn before it began.
-- Reads: matches, rules, awards, shape_steps, entities, story_asked
-- Key: rule_key
SELECT
    m.selector_key AS rule_key,
    COUNT(*) AS times,
    CAST(SUM(CASE WHEN a.event_id IS NULL THEN 1 ELSE 0 END) AS BIGINT) AS not_kept,
    MIN(m.occurred_us) AS first_us,
    MAX(m.occurred_us) AS last_us
FROM matches m
JOIN rules r
    ON m.selector_key = r.rule_key AND r.shape_key IS NOT NULL AND r.from_start = 0
JOIN entities n
    ON m.entity_key = n.entity_key
JOIN story_asked k
    ON n.entity = k.entity AND n.entity_id = k.entity_id
LEFT JOIN awards a
    ON m.selector_key = a.rule_key AND m.entity_key = a.entity_key AND m.event_id = a.event_id
LEFT JOIN (SELECT shape_key, MIN(age_us) AS worth_age_us FROM shape_steps WHERE value <> 0 GROUP BY shape_key) w
    ON a.shape_key = w.shape_key
WHERE a.event_id IS NULL OR w.worth_age_us IS NULL OR a.stop_us <= a.anchor_us + w.worth_age_us
GROUP BY m.selector_key
