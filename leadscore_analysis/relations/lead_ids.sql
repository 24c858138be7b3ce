-- One row a lead that the history knows: the whole number by which the replay calls it.
-- Reads: events, leads
-- Key: entity_key
SELECT
    ROW_NUMBER() OVER (ORDER BY ids.lead_id) AS entity_key,
    ids.lead_id AS entity_id
FROM (
    SELECT seen.lead_id
    FROM (
        SELECT lead_id FROM events
        UNION ALL
        SELECT lead_id FROM leads
    ) seen
    GROUP BY seen.lead_id
) ids
