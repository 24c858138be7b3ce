-- One row an event of a lead, an account or a deal that a selector accepts.
-- Reads: matches, other_matches
-- Key: selector_key, entity_key, event_id
SELECT selector_key, entity_key, occurred_us, event_id, once_value
FROM matches
UNION ALL
SELECT selector_key, entity_key, occurred_us, event_id, once_value
FROM other_matches
