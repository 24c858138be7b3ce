-- One row a change of how often a condition is met: by a score at or above (or below) a threshold, by an event that lies in its window, by a version of the lead's attributes.
-- Reads: conditions, stretches, matches, condition_cells
-- Key: none
SELECT c.condition_key, s.entity_key, s.starts_us AS us, 1 AS change
FROM stretches s
JOIN conditions c
    ON s.score_key = c.score_key
WHERE (c.at_least IS NULL OR s.value >= c.at_least) AND (c.below IS NULL OR s.value < c.below)
UNION ALL
SELECT c.condition_key, s.entity_key, s.ends_us AS us, -1 AS change
FROM stretches s
JOIN conditions c
    ON s.score_key = c.score_key
WHERE (c.at_least IS NULL OR s.value >= c.at_least) AND (c.below IS NULL OR s.value < c.below) AND s.ends_us IS NOT NULL
UNION ALL
SELECT c.condition_key, m.entity_key, m.occurred_us AS us, 1 AS change
FROM matches m
JOIN conditions c
    ON m.selector_key = c.selector_key
UNION ALL
SELECT c.condition_key, m.entity_key, m.occurred_us + c.within_us AS us, -1 AS change
FROM matches m
JOIN conditions c
    ON m.selector_key = c.selector_key
WHERE c.within_us IS NOT NULL
UNION ALL
SELECT c.condition_key, v.entity_key, v.starts_us AS us, 1 AS change
FROM condition_cells v
JOIN conditions c
    ON v.rule_key = c.attribute_key
WHERE v.holds = 1
UNION ALL
SELECT c.condition_key, v.entity_key, v.ends_us AS us, -1 AS change
FROM condition_cells v
JOIN conditions c
    ON v.rule_key = c.attribute_key
WHERE v.holds = 1 AND v.ends_us IS NOT NULL
