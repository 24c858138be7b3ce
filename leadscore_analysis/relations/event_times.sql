-- One row an event no later than an instant: whose it is, when it happened, and of which type.
-- Reads: event_rows, asked_until
-- Key: none
SELECT event_rows.lead_key, event_rows.occurred_us, event_rows.event_type
FROM event_rows
JOIN asked_until
    ON event_rows.occurred_us <= asked_until.until_us
