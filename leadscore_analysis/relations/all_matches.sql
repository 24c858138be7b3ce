-- One row an event of a lead, an account or a deal that a selector accepts, in the order of entities, selectors and instants.
-- Reads: matches, other_matches
-- Key: selector_key, entity_key, event_id
SELECT m.selector_key, m.entity_key, m.occurred_us, m.event_id, m.once_value
FROM (
    SELECT selector_key, entity_key, occurred_us, event_id, once_value
    FROM matches
    UNION ALL
    SELECT selector_key, entity_key, occurred_us, event_id, once_value
    FROM other_matches
) m
ORDER BY m.entity_key, m.selector_key, m.occurred_us, m.event_id, m.once_value
