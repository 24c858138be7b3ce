-- One row is a key column of the history that must be filled, and how many of its rows leave it empty.
-- Reads: events, leads, accounts, deals, stage_changes
-- Key: table_name, column_name
SELECT 'events' AS table_name, 'event_id' AS column_name, COUNT(*) AS row_count
FROM events WHERE COALESCE(event_id, '') = ''
UNION ALL
SELECT 'events' AS table_name, 'lead_id' AS column_name, COUNT(*) AS row_count
FROM events WHERE COALESCE(lead_id, '') = ''
UNION ALL
SELECT 'events' AS table_name, 'occurred_at' AS column_name, COUNT(*) AS row_count
FROM events WHERE occurred_at IS NULL
UNION ALL
SELECT 'events' AS table_name, 'event_type' AS column_name, COUNT(*) AS row_count
FROM events WHERE COALESCE(event_type, '') = ''
UNION ALL
SELECT 'leads' AS table_name, 'lead_id' AS column_name, COUNT(*) AS row_count
FROM leads WHERE COALESCE(lead_id, '') = ''
UNION ALL
SELECT 'accounts' AS table_name, 'account_id' AS column_name, COUNT(*) AS row_count
FROM accounts WHERE COALESCE(account_id, '') = ''
UNION ALL
SELECT 'deals' AS table_name, 'deal_id' AS column_name, COUNT(*) AS row_count
FROM deals WHERE COALESCE(deal_id, '') = ''
UNION ALL
SELECT 'stage_changes' AS table_name, 'stage' AS column_name, COUNT(*) AS row_count
FROM stage_changes WHERE COALESCE(stage, '') = ''
UNION ALL
SELECT 'stage_changes' AS table_name, 'entered_at' AS column_name, COUNT(*) AS row_count
FROM stage_changes WHERE entered_at IS NULL
UNION ALL
SELECT 'stage_changes' AS table_name, 'lead_id or deal_id' AS column_name, COUNT(*) AS row_count
FROM stage_changes WHERE COALESCE(lead_id, '') = '' AND COALESCE(deal_id, '') = ''
