-- One row is a reason for which rows of one table were rejected, how many they are, and the first of them.
-- Reads: load_rejected_rows
-- Key: table_name, reason
SELECT counted.table_name, counted.reason, counted.row_count, first_row.source_file, first_row.row_number
FROM (
  SELECT table_name, reason, COUNT(*) AS row_count
  FROM load_rejected_rows
  GROUP BY table_name, reason
) AS counted
JOIN (
  SELECT
    table_name,
    reason,
    source_file,
    row_number,
    ROW_NUMBER() OVER (PARTITION BY table_name, reason ORDER BY source_file, row_number) AS nth
  FROM load_rejected_rows
) AS first_row
  ON counted.table_name = first_row.table_name AND counted.reason = first_row.reason AND first_row.nth = 1
