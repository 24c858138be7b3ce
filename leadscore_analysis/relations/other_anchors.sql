-- One row an anchor that is no match in the order of matches: a match that a limit keeps, or where the silence of an absence rule begins,
-- which lies before all its matches.
-- Reads: limited_matches, matches, rules, entities
-- Key: rule_key, entity_key, event_id
SELECT k.rule_key, k.entity_key, k.event_id, k.occurred_us AS anchor_us, CAST(NULL AS BIGINT) AS next_us, r.stoppable, r.shape_key
FROM limited_matches k
JOIN rules r
    ON k.rule_key = r.rule_key
UNION ALL
SELECT
    r.rule_key,
    n.entity_key,
    CAST(NULL AS VARCHAR) AS event_id,
    CASE WHEN r.first_us > n.appeared_us THEN r.first_us ELSE n.appeared_us END AS anchor_us,
    CASE WHEN f.first_match_us IS NULL OR f.first_match_us > r.last_us THEN COALESCE(r.last_us, f.first_match_us) ELSE f.first_match_us END AS next_us,
    r.stoppable,
    r.shape_key
FROM rules r
JOIN entities n
    ON r.entity = n.entity
LEFT JOIN (
    SELECT m.selector_key, m.entity_key, MIN(m.occurred_us) AS first_match_us
    FROM matches m
    JOIN rules b
        ON m.selector_key = b.rule_key
    WHERE b.from_start = 1
    GROUP BY m.selector_key, m.entity_key
) f
    ON r.rule_key = f.selector_key AND n.entity_key = f.entity_key
WHERE r.from_start = 1 AND (r.last_us IS NULL OR (n.appeared_us < r.last_us AND (r.first_us IS NULL OR r.first_us < r.last_us)))
