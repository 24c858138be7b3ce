-- One row is a lead that had appeared by the end of what the leak check reads, with its conversion and first closing (NULL: none by then).
-- other: it has not converted although a whole horizon has passed since it appeared; before that nobody knows which it is.
-- Reads: entities, conversions, first_closings, leak_settings
-- Key: lead_key
SELECT
    entities.entity_key AS lead_key,
    conversions.converted_us,
    first_closings.closed_us,
    CASE
        WHEN conversions.converted_us IS NULL AND entities.appeared_us + leak_settings.horizon_us <= leak_settings.until_us THEN 1
        ELSE 0
    END AS other
FROM entities
JOIN leak_settings
    ON entities.appeared_us <= leak_settings.until_us
LEFT JOIN conversions
    ON conversions.lead_key = entities.entity_key AND conversions.converted_us <= leak_settings.until_us
LEFT JOIN first_closings
    ON first_closings.lead_key = entities.entity_key AND first_closings.closed_us <= leak_settings.until_us
WHERE entities.entity = 'lead'
