-- One row is a table with duplicate keys: how many keys, and the first of them by name.
-- Reads: history_duplicate_keys
-- Key: table_name
SELECT table_name, COUNT(*) AS key_count, MIN(key_value) AS first_key
FROM history_duplicate_keys
GROUP BY table_name
