-- One row an entity, with its first appearance: the earliest of its events and dated versions, else the history's first event.
-- Reads: lead_ids, leads
-- Key: entity_key
SELECT
    k.entity_key,
    'lead' AS entity,
    k.entity_id,
    COALESCE(CASE WHEN d.first_us < k.first_event_us THEN d.first_us ELSE COALESCE(k.first_event_us, d.first_us) END, start.first_us) AS appeared_us
FROM lead_ids k
LEFT JOIN (
    SELECT lead_id, MIN(micros(valid_from)) AS first_us
    FROM leads
    WHERE valid_from IS NOT NULL
    GROUP BY lead_id
) d
    ON k.entity_id = d.lead_id
CROSS JOIN (SELECT MIN(first_event_us) AS first_us FROM lead_ids) start
