-- One row is a stretch of rows read from one file, in the order of reading, that have the same number of unread ones before them.
-- A row's place is file_no * 2^40 + its number among those read.
-- Reads: malformed_rows
-- Key: after_place
SELECT
  malformed.after_place,
  COALESCE(LEAD(malformed.after_place) OVER (PARTITION BY malformed.loaded_file_no ORDER BY malformed.nth), malformed.end_place) AS until_place,
  malformed.nth AS skipped
FROM (
  SELECT
    loaded_file_no,
    loaded_row_no - ROW_NUMBER() OVER (PARTITION BY loaded_file_no ORDER BY loaded_row_no) + loaded_file_no * 1099511627776 AS after_place,
    (loaded_file_no + 1) * 1099511627776 AS end_place,
    ROW_NUMBER() OVER (PARTITION BY loaded_file_no ORDER BY loaded_row_no) AS nth
  FROM malformed_rows
  WHERE unread = 1
) AS malformed
