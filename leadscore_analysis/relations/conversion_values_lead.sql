-- One row is a conversion and the value that the lead's version in force says. The study's column takes the place of named_column.
-- Reads: first_outcomes, lead_versions, leads
-- Key: lead_key
SELECT first_outcomes.lead_key, CAST(leads.named_column AS DOUBLE) AS value
FROM first_outcomes
JOIN lead_versions
    ON lead_versions.lead_key = first_outcomes.lead_key
    AND lead_versions.starts_us <= first_outcomes.converted_us
    AND (lead_versions.ends_us IS NULL OR first_outcomes.converted_us < lead_versions.ends_us)
JOIN leads
    ON leads.lead_id = lead_versions.lead_id
    AND (leads.valid_from = lead_versions.valid_from OR (leads.valid_from IS NULL AND lead_versions.valid_from IS NULL))
