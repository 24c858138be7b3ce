-- One row is the version of a lead's account in force at the instant asked for; an undated version gives way to a dated one.
-- Reads: accounts, versions_at, wanted_instants
-- Key: asked_lead_id
SELECT found.*
FROM (
    SELECT
        wanted_instants.lead_id AS asked_lead_id,
        accounts.*,
        ROW_NUMBER() OVER (
            PARTITION BY wanted_instants.lead_id
            ORDER BY CASE WHEN accounts.valid_from IS NULL THEN 1 ELSE 0 END, accounts.valid_from DESC
        ) AS version_place
    FROM versions_at
    JOIN wanted_instants
        ON wanted_instants.lead_key = versions_at.lead_key
    JOIN accounts
        ON accounts.account_id = versions_at.account_id
        AND (accounts.valid_from IS NULL OR micros(accounts.valid_from) <= wanted_instants.us)
) found
WHERE found.version_place = 1
