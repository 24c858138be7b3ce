-- One row is a table of the history: how many rows it has, and its first and last instant.
-- Reads: events, leads, accounts, deals, stage_changes
-- Key: table_name
SELECT 1 AS table_no, 'events' AS table_name, COUNT(*) AS row_count, MIN(occurred_at) AS first_at, MAX(occurred_at) AS last_at
FROM events
UNION ALL
SELECT 2 AS table_no, 'leads' AS table_name, COUNT(*) AS row_count, MIN(valid_from) AS first_at, MAX(valid_from) AS last_at
FROM leads
UNION ALL
SELECT 3 AS table_no, 'accounts' AS table_name, COUNT(*) AS row_count, MIN(valid_from) AS first_at, MAX(valid_from) AS last_at
FROM accounts
UNION ALL
SELECT 4 AS table_no, 'deals' AS table_name, COUNT(*) AS row_count, MIN(valid_from) AS first_at, MAX(valid_from) AS last_at
FROM deals
UNION ALL
SELECT 5 AS table_no, 'stage_changes' AS table_name, COUNT(*) AS row_count, MIN(entered_at) AS first_at, MAX(entered_at) AS last_at
FROM stage_changes
