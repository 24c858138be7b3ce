-- One row is an event, up to an instant, of the leads whose scores are asked for.
-- Reads: events, kept_leads, kept_until
-- Key: event_id
SELECT events.*
FROM events
JOIN kept_leads
    ON kept_leads.lead_id = events.lead_id
JOIN kept_until
    ON micros(events.occurred_at) <= kept_until.until_us
