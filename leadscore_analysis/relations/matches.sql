-- One row an event that a selector accepts. A rule's own selector bears the rule's key; others serve stops, resets and conditions.
-- Reads: event_rows, selectors, selector_types; condition_holds and value_once stand for the rulebook's own conditions and columns
-- Key: selector_key, event_id
SELECT
    e.selector_key,
    e.lead_key AS entity_key,
    e.occurred_us,
    e.event_id,
    value_once AS once_value
FROM (
    SELECT t.selector_key, r.*
    FROM event_rows r
    JOIN selector_types t
        ON r.event_type = t.event_type
    UNION ALL
    SELECT a.selector_key, r.*
    FROM event_rows r
    CROSS JOIN (SELECT selector_key FROM selectors WHERE any_event = 1) a
) e
JOIN selectors s
    ON e.selector_key = s.selector_key
WHERE (s.from_us IS NULL OR e.occurred_us >= s.from_us)
    AND (s.until_us IS NULL OR e.occurred_us < s.until_us)
    AND condition_holds
