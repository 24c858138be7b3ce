-- One row is a usable row whose key stood on an earlier row already.
-- Reads: keyed_rows, load_repeated_keys
-- Key: loaded_file_no, loaded_row_no
SELECT ranked.loaded_file_no, ranked.loaded_row_no
FROM (
  SELECT
    keyed_rows.loaded_file_no,
    keyed_rows.loaded_row_no,
    ROW_NUMBER() OVER (
      PARTITION BY keyed_rows.key_value, keyed_rows.starts_us ORDER BY keyed_rows.loaded_file_no, keyed_rows.loaded_row_no
    ) AS nth
  FROM keyed_rows
  JOIN load_repeated_keys
    ON keyed_rows.key_value = load_repeated_keys.key_value AND keyed_rows.starts_us = load_repeated_keys.starts_us
) AS ranked
WHERE ranked.nth > 1
