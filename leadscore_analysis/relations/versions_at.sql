-- One row is the version of a lead's attributes in force at the instant asked for; a lead without one is not here.
-- Reads: lead_versions, wanted_instants
-- Key: lead_key
SELECT lead_versions.*
FROM lead_versions
JOIN wanted_instants
    ON wanted_instants.lead_key = lead_versions.lead_key
    AND lead_versions.starts_us <= wanted_instants.us
    AND (lead_versions.ends_us IS NULL OR wanted_instants.us < lead_versions.ends_us)
