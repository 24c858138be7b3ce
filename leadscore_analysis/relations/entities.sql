-- One row an entity, with its first appearance: the earliest of its events and dated versions, else the history's first event.
-- Reads: lead_ids, event_rows, leads
-- Key: entity_key
SELECT
    k.entity_key,
    'lead' AS entity,
    k.entity_id,
    COALESCE(seen.appeared_us, start.first_us) AS appeared_us
FROM lead_ids k
LEFT JOIN (
    SELECT
        signs.lead_key,
        MIN(signs.us) AS appeared_us
    FROM (
        SELECT lead_key, occurred_us AS us FROM event_rows
        UNION ALL
        SELECT d.entity_key AS lead_key, micros(l.valid_from) AS us
        FROM leads l
        JOIN lead_ids d
            ON l.lead_id = d.entity_id
        WHERE l.valid_from IS NOT NULL
    ) signs
    GROUP BY signs.lead_key
) seen
    ON k.entity_key = seen.lead_key
CROSS JOIN (SELECT MIN(occurred_us) AS first_us FROM event_rows) start
