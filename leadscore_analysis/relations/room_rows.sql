-- One row: how many matches and how many postings the rulebook makes of the history at the most, conditions and limits left aside, and
-- how many of them (sure) nothing makes less: a condition, a time outside which a rule sleeps, a limit, a stop, the next match.
-- Reads: events, selectors, selector_types, rules, shape_steps
-- Key: (one row)
SELECT
    COALESCE(CAST(SUM(c.events) AS BIGINT), 0) AS matches,
    COALESCE(CAST(SUM(c.events * COALESCE(k.steps, 2)) AS BIGINT), 0) AS postings,
    COALESCE(CAST(SUM(c.events * (1 - s.conditional)) AS BIGINT), 0) AS sure_matches,
    COALESCE(CAST(SUM(c.events * (1 - s.conditional) * COALESCE(k.sure_steps, 0)) AS BIGINT), 0) AS sure_postings
FROM (SELECT event_type, COUNT(*) AS events FROM events GROUP BY event_type) c
JOIN (
    SELECT selector_key, event_type
    FROM selector_types
    UNION ALL
    SELECT a.selector_key, d.event_type
    FROM selectors a
    CROSS JOIN (SELECT event_type FROM events GROUP BY event_type) d
    WHERE a.any_event = 1
) t
    ON c.event_type = t.event_type
JOIN selectors s
    ON t.selector_key = s.selector_key
LEFT JOIN (
    SELECT
        r.rule_key,
        COUNT(*) AS steps,
        SUM(CASE WHEN r.limited = 0 AND r.replaced = 0 AND r.stoppable = 0 THEN 1 ELSE 0 END) AS sure_steps
    FROM rules r
    JOIN shape_steps s
        ON r.shape_key = s.shape_key
    WHERE s.change <> 0
    GROUP BY r.rule_key
) k
    ON t.selector_key = k.rule_key
