-- One row an event of an account or a deal that a selector accepts, as matches are for leads.
-- Reads: events, other_events, selectors, selector_types; condition_holds and value_once stand for the rulebook's own conditions and columns.
-- Key: selector_key, entity_key, event_id
SELECT m.selector_key, m.entity_key, m.occurred_us, m.event_id, m.once_value
FROM (
    SELECT
        s.selector_key,
        s.from_us,
        s.until_us,
        k.entity_key,
        k.occurred_us,
        e.event_id,
        value_once AS once_value
    FROM events e
    JOIN other_events k
        ON e.event_id = k.event_id
    JOIN (
        SELECT selector_key, event_type
        FROM selector_types
        UNION ALL
        SELECT a.selector_key, d.event_type
        FROM selectors a
        CROSS JOIN (SELECT event_type FROM events GROUP BY event_type) d
        WHERE a.any_event = 1
    ) t
        ON e.event_type = t.event_type
    JOIN selectors s
        ON t.selector_key = s.selector_key AND k.entity = s.entity
    WHERE condition_holds
) m
WHERE (m.from_us IS NULL OR m.occurred_us >= m.from_us)
    AND (m.until_us IS NULL OR m.occurred_us < m.until_us)
