-- One row is a conversion that was an event, and the value that the event carries. The study's column takes the place of named_column.
-- Reads: first_outcomes, events
-- Key: lead_key
SELECT first_outcomes.lead_key, CAST(events.named_column AS DOUBLE) AS value
FROM first_outcomes
JOIN events
    ON events.event_id = first_outcomes.event_id
