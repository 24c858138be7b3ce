-- One row a combination of units that occurs, numbered from 0 by its first row.
-- Reads: signed_rows
-- Key: units_no
SELECT
    ROW_NUMBER() OVER (ORDER BY k.first_row_no) - 1 AS units_no,
    k.sign,
    k.second_sign,
    k.first_row_no
FROM (
    SELECT sign, second_sign, MIN(row_no) AS first_row_no
    FROM signed_rows
    GROUP BY sign, second_sign
) k
