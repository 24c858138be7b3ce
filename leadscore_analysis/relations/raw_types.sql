-- One row is an event type that is counted as it is: those of the most leads, which nothing speaks against.
-- Reads: event_rows, raw_left_out, raw_settings
-- Key: event_type
SELECT ranked.event_type, ranked.leads
FROM (
    SELECT
        by_type.event_type,
        by_type.leads,
        ROW_NUMBER() OVER (ORDER BY by_type.leads DESC, by_type.event_type) AS place
    FROM (
        SELECT event_rows.event_type, COUNT(DISTINCT event_rows.lead_key) AS leads
        FROM event_rows
        JOIN raw_settings
            ON event_rows.occurred_us <= raw_settings.until_us
        LEFT JOIN raw_left_out
            ON raw_left_out.event_type = event_rows.event_type
        WHERE raw_left_out.event_type IS NULL
        GROUP BY event_rows.event_type
    ) by_type
) ranked
JOIN raw_settings
    ON ranked.place <= raw_settings.most_types
