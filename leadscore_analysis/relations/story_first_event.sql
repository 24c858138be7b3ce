-- One row: an event with which the history begins. An entity without events and dated versions appears with it.
-- Reads: events, story_asked, story_span
-- Key: (one row)
SELECT MIN(e.event_id) AS event_id
FROM events e
CROSS JOIN story_asked a
JOIN story_span s
    ON micros(CASE WHEN a.recorded = 1 AND e.recorded_at > e.occurred_at THEN e.recorded_at ELSE e.occurred_at END) = s.first_us
