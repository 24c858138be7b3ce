-- One row is a conversion that was an event, and the value that the event carries. The study's column takes the place of named_column.
-- Reads: first_outcomes, event_rows
-- Key: lead_key
SELECT first_outcomes.lead_key, CAST(event_rows.named_column AS DOUBLE) AS value
FROM first_outcomes
JOIN event_rows
    ON event_rows.event_id = first_outcomes.event_id
