-- One row: the first and the last instant at which anything happened or was recorded, in microseconds.
-- Reads: events
-- Key: none
SELECT
    MIN(micros(occurred_at)) AS first_us,
    MAX(micros(CASE WHEN recorded_at > occurred_at THEN recorded_at ELSE occurred_at END)) AS last_us
FROM events
