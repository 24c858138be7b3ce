-- One row an event of an account (by the lead's account in force at the event) or of a deal (by the deal's id).
-- At one instant a version change comes first: versions are counted up to and with the event's instant.
-- Reads: event_rows, lead_accounts, other_ids
-- Key: entity_key, event_id
SELECT a.account_key AS entity_key, 'account' AS entity, u.event_id, u.us AS occurred_us
FROM (
    SELECT
        b.lead_key,
        b.us,
        b.event_id,
        b.is_version,
        SUM(b.is_version) OVER (PARTITION BY b.lead_key ORDER BY b.us) AS version_no
    FROM (
        SELECT r.lead_key, r.occurred_us AS us, r.event_id, 0 AS is_version
        FROM event_rows r
        JOIN (SELECT lead_key FROM lead_accounts WHERE account_key IS NOT NULL GROUP BY lead_key) m
            ON r.lead_key = m.lead_key
        UNION ALL
        SELECT lead_key, starts_us AS us, CAST(NULL AS VARCHAR) AS event_id, 1 AS is_version
        FROM lead_accounts
    ) b
) u
JOIN lead_accounts a
    ON u.lead_key = a.lead_key AND u.version_no = a.version_no
WHERE u.is_version = 0 AND a.account_key IS NOT NULL
UNION ALL
SELECT d.entity_key, 'deal' AS entity, r.event_id, r.occurred_us
FROM event_rows r
JOIN other_ids d
    ON r.deal_id = d.entity_id AND d.entity = 'deal'
