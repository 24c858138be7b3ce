-- One row is an event type that is neither outcome nor closing: how many leads have it, how many of those convert, and how many are closed
-- and do not convert; and of either how often its first occurrence comes later than the margin before the end, or after it.
-- Reads: event_rows, excepted_types, lead_ends, leak_settings
-- Key: event_type
WITH first_seen AS (
    SELECT event_rows.lead_key, event_rows.event_type, MIN(event_rows.occurred_us) AS first_us
    FROM event_rows
    JOIN leak_settings
        ON event_rows.occurred_us <= leak_settings.until_us
    LEFT JOIN excepted_types
        ON excepted_types.event_type = event_rows.event_type
    WHERE excepted_types.event_type IS NULL
    GROUP BY event_rows.lead_key, event_rows.event_type
),
ended AS (
    SELECT
        first_seen.event_type,
        CASE WHEN lead_ends.converted_us IS NOT NULL THEN 1 ELSE 0 END AS converts,
        CASE WHEN lead_ends.converted_us IS NULL AND lead_ends.closed_us IS NOT NULL THEN 1 ELSE 0 END AS closes,
        CASE
            WHEN first_seen.first_us > COALESCE(lead_ends.converted_us, lead_ends.closed_us) - leak_settings.margin_us THEN 1
            ELSE 0
        END AS late
    FROM first_seen
    JOIN lead_ends
        ON lead_ends.lead_key = first_seen.lead_key
    JOIN leak_settings
        ON TRUE
)
SELECT
    event_type,
    COUNT(*) AS leads,
    CAST(SUM(converts) AS BIGINT) AS converting_leads,
    CAST(SUM(closes) AS BIGINT) AS closed_leads,
    CAST(SUM(converts * late) AS BIGINT) AS late_converting,
    CAST(SUM(closes * late) AS BIGINT) AS late_closed
FROM ended
GROUP BY event_type
