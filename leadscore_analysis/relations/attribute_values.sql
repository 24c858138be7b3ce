-- One row is a value that an attribute has, or had, for a lead; dated: whether such a version says since when. The attribute's column takes
-- the place of named_column.
-- Reads: lead_versions, leads, lead_ends, leak_settings
-- Key: lead_key, value
SELECT
    versions.lead_key,
    versions.value,
    MAX(versions.dated) AS dated,
    MAX(CASE WHEN lead_ends.converted_us IS NULL THEN 0 ELSE 1 END) AS converts,
    MAX(lead_ends.other) AS other
FROM (
    SELECT
        lead_versions.lead_key,
        CAST(leads.named_column AS VARCHAR) AS value,
        CASE WHEN lead_versions.valid_from IS NULL THEN 0 ELSE 1 END AS dated
    FROM lead_versions
    JOIN leads
        ON leads.lead_id = lead_versions.lead_id
        AND (leads.valid_from = lead_versions.valid_from OR (leads.valid_from IS NULL AND lead_versions.valid_from IS NULL))
    JOIN leak_settings
        ON lead_versions.starts_us <= leak_settings.until_us
) AS versions
JOIN lead_ends
    ON lead_ends.lead_key = versions.lead_key
WHERE versions.value <> ''
GROUP BY versions.lead_key, versions.value
