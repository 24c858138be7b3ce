-- One row says which of day and month stands first in a column, where some text can only be read so and none the other way round,
-- and how many texts can be read both ways.
-- Reads: odd_readings
-- Key: none, it is one row
SELECT
  CASE
    WHEN counted.only_day_first > 0 AND counted.only_month_first = 0 THEN 'day first'
    WHEN counted.only_month_first > 0 AND counted.only_day_first = 0 THEN 'month first'
  END AS day_order,
  counted.undecided_texts
FROM (
  SELECT
    COUNT(CASE WHEN day_first IS NOT NULL AND month_first IS NULL THEN 1 END) AS only_day_first,
    COUNT(CASE WHEN month_first IS NOT NULL AND day_first IS NULL THEN 1 END) AS only_month_first,
    COUNT(CASE WHEN day_first <> month_first THEN 1 END) AS undecided_texts
  FROM odd_readings
) AS counted
