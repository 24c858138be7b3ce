-- One row an anchor of an event, recency, frequency or absence rule without a limit, in the order of matches; next_us is where the next match
-- takes over, or the rule's end for absence.
-- Reads: matches, rules
-- Key: rule_key, entity_key, event_id
SELECT
    r.rule_key,
    m.entity_key,
    m.event_id,
    m.occurred_us AS anchor_us,
    CASE
        WHEN r.replaced = 0 THEN NULL
        WHEN m.next_us IS NULL OR m.next_us > r.last_us THEN COALESCE(r.last_us, m.next_us)
        ELSE m.next_us
    END AS next_us,
    r.stoppable,
    r.shape_key
FROM (
    SELECT b.*, next_in_order(b.occurred_us, b.entity_key, b.selector_key, b.occurred_us, b.event_id) AS next_us
    FROM matches b
) m
JOIN rules r
    ON m.selector_key = r.rule_key
WHERE r.limited = 0
