-- One row is a lead: its account (the last that its versions name by until_us, else NULL), its first appearance and its conversion
-- (NULL: none seen).
-- Reads: entities, lead_versions, conversions, part_settings
-- Key: lead_key
WITH named AS (
    SELECT lead_key, account_id, ROW_NUMBER() OVER (PARTITION BY lead_key ORDER BY starts_us DESC, account_id) AS place
    FROM lead_versions
    JOIN part_settings
        ON lead_versions.starts_us <= part_settings.until_us
    WHERE account_id IS NOT NULL
)
SELECT
    entities.entity_key AS lead_key,
    entities.entity_id AS lead_id,
    named.account_id,
    entities.appeared_us,
    conversions.converted_us,
    conversions.value
FROM entities
LEFT JOIN named
    ON named.lead_key = entities.entity_key AND named.place = 1
LEFT JOIN conversions
    ON conversions.lead_key = entities.entity_key
WHERE entities.entity = 'lead'
