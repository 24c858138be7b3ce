-- One row is a moment that is the first to see some events of a lead; latest_event_us is the last of them.
-- A moment sees what happened at or before it, so an event is first seen by the moment numbered ceil((us - from) / every), or by the first.
-- Reads: event_rows, label_settings
-- Key: lead_key, moment_no
WITH seen AS (
    SELECT
        event_rows.lead_key,
        event_rows.occurred_us,
        CASE
            WHEN event_rows.occurred_us <= label_settings.from_us THEN 0
            ELSE floor_div(event_rows.occurred_us - label_settings.from_us + label_settings.every_us - 1, label_settings.every_us)
        END AS moment_no
    FROM event_rows
    JOIN label_settings
        ON event_rows.occurred_us <= label_settings.last_us
)
SELECT lead_key, moment_no, MAX(occurred_us) AS latest_event_us
FROM seen
GROUP BY lead_key, moment_no
