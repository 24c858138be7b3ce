-- One row is an event type of the history: its events, and those of them that say when they were recorded.
-- Reads: events
-- Key: event_type
SELECT event_type AS name, COUNT(*) AS row_count, COUNT(recorded_at) AS recorded_count
FROM events
WHERE event_type IS NOT NULL
GROUP BY event_type
