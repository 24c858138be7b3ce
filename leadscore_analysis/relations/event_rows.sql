-- One row an event, with its lead's key and its instant in microseconds; on the recorded clock an event happens when the system learnt of it.
-- Reads: events, lead_ids, replay_settings
-- Key: event_id
SELECT
    k.entity_key AS lead_key,
    micros(CASE WHEN s.recorded = 1 AND e.recorded_at > e.occurred_at THEN e.recorded_at ELSE e.occurred_at END) AS occurred_us,
    e.*
FROM events e
JOIN lead_ids k
    ON e.lead_id = k.entity_id
CROSS JOIN replay_settings s
