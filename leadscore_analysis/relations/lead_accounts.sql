-- One row a version of a lead that is in force for some time, counted from 1, with the account that it names (NULL: none).
-- Reads: lead_versions, other_ids
-- Key: lead_key, version_no
SELECT
    v.lead_key,
    ROW_NUMBER() OVER (PARTITION BY v.lead_key ORDER BY v.starts_us) AS version_no,
    v.starts_us,
    a.entity_key AS account_key
FROM lead_versions v
LEFT JOIN other_ids a
    ON v.account_id = a.entity_id AND a.entity = 'account'
