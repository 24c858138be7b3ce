-- One row is an instant at which a lead left the rulebook's population (turn 1) or entered it again (turn -1).
-- The population's condition takes the place of condition_holds; a lead without attributes is judged with all of them empty.
-- Reads: entities, lead_versions, leads
-- Key: lead_key, turned_us
WITH judged AS (
    SELECT
        lead_versions.lead_key,
        lead_versions.starts_us,
        1 AS has_attributes,
        CASE WHEN condition_holds THEN 0 ELSE 1 END AS outside
    FROM lead_versions
    JOIN leads
        ON leads.lead_id = lead_versions.lead_id
        AND (leads.valid_from = lead_versions.valid_from OR (leads.valid_from IS NULL AND lead_versions.valid_from IS NULL))
    UNION ALL
    SELECT
        entities.entity_key AS lead_key,
        entities.appeared_us AS starts_us,
        0 AS has_attributes,
        CASE WHEN condition_holds THEN 0 ELSE 1 END AS outside
    FROM entities
    LEFT JOIN leads
        ON FALSE
    WHERE entities.entity = 'lead'
),
ranked AS (
    SELECT
        lead_key,
        starts_us,
        outside,
        ROW_NUMBER() OVER (PARTITION BY lead_key, starts_us ORDER BY has_attributes DESC) AS place
    FROM judged
),
turns AS (
    SELECT
        lead_key,
        starts_us AS turned_us,
        outside - COALESCE(LAG(outside) OVER (PARTITION BY lead_key ORDER BY starts_us), 0) AS turn
    FROM ranked
    WHERE place = 1
)
SELECT lead_key, turned_us, turn
FROM turns
WHERE turn <> 0
