-- One row is a conversion and the value that the lead's version in force says. The study's column takes the place of named_column.
-- Reads: first_outcomes, lead_versions
-- Key: lead_key
SELECT first_outcomes.lead_key, CAST(lead_versions.named_column AS DOUBLE) AS value
FROM first_outcomes
JOIN lead_versions
    ON lead_versions.lead_key = first_outcomes.lead_key
    AND lead_versions.starts_us <= first_outcomes.converted_us
    AND (lead_versions.ends_us IS NULL OR first_outcomes.converted_us < lead_versions.ends_us)
