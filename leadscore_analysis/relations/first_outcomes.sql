-- One row is a lead's first outcome: when it happened, and the event or deal through which.
-- Reads: happenings
-- Key: lead_key
WITH ordered AS (
    SELECT
        lead_key,
        happened_us,
        event_id,
        deal_id,
        ROW_NUMBER() OVER (PARTITION BY lead_key ORDER BY happened_us, event_id, deal_id) AS place
    FROM happenings
    WHERE role = 'outcome'
)
SELECT lead_key, happened_us AS converted_us, event_id, deal_id
FROM ordered
WHERE place = 1
