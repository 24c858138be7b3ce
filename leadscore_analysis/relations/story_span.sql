-- One row: when the history's first and last events happen; on the recorded clock an event happens when the system learnt of it.
-- Reads: events, story_asked
-- Key: (one row)
SELECT MIN(h.us) AS first_us, MAX(h.us) AS last_us
FROM (
    SELECT micros(CASE WHEN a.recorded = 1 AND e.recorded_at > e.occurred_at THEN e.recorded_at ELSE e.occurred_at END) AS us
    FROM events e
    CROSS JOIN story_asked a
) h
