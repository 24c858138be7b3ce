-- One row a version of a lead's attributes that begins no later than an instant, with one attribute as text and as a number. The
-- attribute's column takes the place of named_column.
-- Reads: lead_versions, leads, asked_until
-- Key: lead_key, starts_us
SELECT
    lead_versions.lead_key,
    lead_versions.starts_us,
    CAST(leads.named_column AS VARCHAR) AS text_value,
    number(CAST(leads.named_column AS VARCHAR)) AS number_value
FROM lead_versions
JOIN leads
    ON leads.lead_id = lead_versions.lead_id
    AND (leads.valid_from = lead_versions.valid_from OR (leads.valid_from IS NULL AND lead_versions.valid_from IS NULL))
JOIN asked_until
    ON lead_versions.starts_us <= asked_until.until_us
