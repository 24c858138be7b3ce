-- One row is a key of which the history holds more than one row: an event_id, or one start of an entity's versions.
-- Reads: history_repeated_ids, leads, accounts, deals
-- Key: table_name, key_value, valid_from
SELECT 'events' AS table_name, event_id AS key_value, NULL AS valid_from, row_count
FROM history_repeated_ids
UNION ALL
SELECT 'leads' AS table_name, lead_id AS key_value, valid_from, COUNT(*) AS row_count
FROM leads WHERE lead_id IS NOT NULL GROUP BY lead_id, valid_from HAVING COUNT(*) > 1
UNION ALL
SELECT 'accounts' AS table_name, account_id AS key_value, valid_from, COUNT(*) AS row_count
FROM accounts WHERE account_id IS NOT NULL GROUP BY account_id, valid_from HAVING COUNT(*) > 1
UNION ALL
SELECT 'deals' AS table_name, deal_id AS key_value, valid_from, COUNT(*) AS row_count
FROM deals WHERE deal_id IS NOT NULL GROUP BY deal_id, valid_from HAVING COUNT(*) > 1
