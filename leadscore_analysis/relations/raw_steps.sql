-- One row is a moment that is the first to see some events of one type of a lead: how many it sees in all, and when the latest of them was.
-- Event types that are not asked for are left out, and what the last moment asked for does not see. A moment sees what happened at or before it.
-- Reads: event_rows, raw_types, raw_settings, label_settings
-- Key: event_type, lead_key, moment_no
WITH seen AS (
    SELECT
        event_rows.lead_key,
        event_rows.event_type,
        event_rows.occurred_us,
        CASE
            WHEN event_rows.occurred_us <= label_settings.from_us THEN 0
            ELSE floor_div(event_rows.occurred_us - label_settings.from_us + label_settings.every_us - 1, label_settings.every_us)
        END AS moment_no
    FROM event_rows
    JOIN raw_settings
        ON event_rows.occurred_us <= raw_settings.until_us
    JOIN label_settings
        ON TRUE
    JOIN raw_types
        ON raw_types.event_type = event_rows.event_type
),
steps AS (
    SELECT lead_key, event_type, moment_no, COUNT(*) AS events, MAX(occurred_us) AS latest_us
    FROM seen
    GROUP BY lead_key, event_type, moment_no
)
SELECT
    event_type,
    lead_key,
    moment_no,
    CAST(SUM(events) OVER (PARTITION BY lead_key, event_type ORDER BY moment_no ROWS UNBOUNDED PRECEDING) AS BIGINT) AS events,
    latest_us
FROM steps
ORDER BY event_type, lead_key, moment_no
