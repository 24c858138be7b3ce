-- One row is a row that was read and cannot be used, and why.
-- Reads: mapped_rows, load_repeated_rows, repeated_reason
-- Key: loaded_file_no, loaded_row_no
SELECT loaded_file_no, loaded_row_no, problem AS reason
FROM mapped_rows
WHERE problem IS NOT NULL
UNION ALL
SELECT load_repeated_rows.loaded_file_no, load_repeated_rows.loaded_row_no, repeated_reason.reason
FROM load_repeated_rows
CROSS JOIN repeated_reason
