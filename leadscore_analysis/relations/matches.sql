-- One row an event of a lead that a selector accepts, in the order of leads, selectors and instants. A rule's own selector bears the
-- rule's key; others serve stops, resets and conditions.
-- All columns are named in the order: a sort that carries nothing besides its key is the fastest.
-- Reads: events, lead_ids, replay_settings, selectors, selector_types; condition_holds and value_once stand for the rulebook's own
-- conditions and columns. They read the events themselves, whose properties may bear any name, those of the relations too.
-- Key: selector_key, event_id
SELECT m.selector_key, m.entity_key, m.occurred_us, m.event_id, m.once_value
FROM (
    SELECT
        s.selector_key,
        s.from_us,
        s.until_us,
        k.entity_key,
        micros(CASE WHEN c.recorded = 1 AND e.recorded_at > e.occurred_at THEN e.recorded_at ELSE e.occurred_at END) AS occurred_us,
        e.event_id,
        value_once AS once_value
    FROM events e
    JOIN lead_ids k
        ON e.lead_id = k.entity_id
    CROSS JOIN replay_settings c
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
        ON t.selector_key = s.selector_key
    WHERE s.entity = 'lead' AND (condition_holds)
) m
WHERE (m.from_us IS NULL OR m.occurred_us >= m.from_us)
    AND (m.until_us IS NULL OR m.occurred_us < m.until_us)
ORDER BY m.entity_key, m.selector_key, m.occurred_us, m.event_id, m.once_value
