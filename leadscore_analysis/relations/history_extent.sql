-- One row: the first and last event and the last stage change of the history, in microseconds (NULL where there are none).
-- Reads: event_rows, lead_stages
-- Key: (one row)
SELECT events.first_event_us, events.last_event_us, stages.last_stage_us
FROM (SELECT MIN(occurred_us) AS first_event_us, MAX(occurred_us) AS last_event_us FROM event_rows) AS events
JOIN (SELECT MAX(entered_us) AS last_stage_us FROM lead_stages) AS stages
    ON TRUE
