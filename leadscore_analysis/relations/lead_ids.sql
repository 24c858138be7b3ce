-- One row a lead that the history knows: the whole number by which the replay calls it, and its first event (NULL: it has none).
-- Reads: events, leads, replay_settings
-- Key: entity_key
SELECT
    CAST(ROW_NUMBER() OVER (ORDER BY ids.lead_id) AS INTEGER) AS entity_key,
    ids.lead_id AS entity_id,
    ids.first_event_us
FROM (
    SELECT seen.lead_id, MIN(seen.us) AS first_event_us
    FROM (
        SELECT
            e.lead_id,
            micros(CASE WHEN s.recorded = 1 AND e.recorded_at > e.occurred_at THEN e.recorded_at ELSE e.occurred_at END) AS us
        FROM events e
        CROSS JOIN replay_settings s
        UNION ALL
        SELECT lead_id, CAST(NULL AS BIGINT) AS us FROM leads
    ) seen
    GROUP BY seen.lead_id
) ids
