-- One row is a text that is no ISO instant: the instant it means (NULL: none that is known), and 1 where it could be day/month or month/day.
-- Reads: odd_readings, load_day_order
-- Key: odd_text
SELECT
  odd_readings.odd_text,
  CASE
    WHEN odd_readings.day_first = odd_readings.month_first THEN odd_readings.day_first
    WHEN load_day_order.day_order = 'day first' AND odd_readings.day_first IS NOT NULL THEN odd_readings.day_first
    WHEN load_day_order.day_order = 'month first' AND odd_readings.month_first IS NOT NULL THEN odd_readings.month_first
    WHEN odd_readings.month_first IS NULL AND odd_readings.day_first IS NOT NULL THEN odd_readings.day_first
    WHEN odd_readings.day_first IS NULL AND odd_readings.month_first IS NOT NULL THEN odd_readings.month_first
    WHEN odd_readings.day_first IS NULL THEN odd_readings.plain_instant
  END AS odd_at,
  CASE WHEN odd_readings.day_first <> odd_readings.month_first AND load_day_order.day_order IS NULL THEN 1 ELSE 0 END AS either_order
FROM odd_readings
CROSS JOIN load_day_order
