-- One row is an input row of one table that could not be used: malformed, or read and set apart.
-- Reads: malformed_rows, load_problem_rows, raw_texts, source_file_names
-- Key: source_file, row_number
SELECT
  source_file_names.source_file,
  unused.loaded_row_no AS row_number,
  unused.raw_row,
  unused.reason,
  source_file_names.table_name
FROM (
  SELECT loaded_file_no, loaded_row_no, raw_row, reason
  FROM malformed_rows
  UNION ALL
  SELECT load_problem_rows.loaded_file_no, load_problem_rows.loaded_row_no, raw_texts.raw_row, load_problem_rows.reason
  FROM load_problem_rows
  JOIN raw_texts
    ON load_problem_rows.loaded_file_no = raw_texts.loaded_file_no AND load_problem_rows.loaded_row_no = raw_texts.loaded_row_no
) AS unused
JOIN source_file_names
  ON unused.loaded_file_no = source_file_names.loaded_file_no
