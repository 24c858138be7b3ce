-- One row is an event_id that stands on more than one row.
-- Reads: events
-- Key: event_id
SELECT event_id, COUNT(*) AS row_count
FROM events
WHERE event_id IS NOT NULL
GROUP BY event_id
HAVING COUNT(*) > 1
