-- One row is a lead that converted, and how long after the first thing it did, in microseconds.
-- Reads: start_conversions, start_happenings
-- Key: lead_id
SELECT start_conversions.lead_id, start_conversions.converted_us - MIN(start_happenings.at_us) AS taken_us
FROM start_conversions
JOIN start_happenings
  ON start_conversions.lead_id = start_happenings.lead_id
GROUP BY start_conversions.lead_id, start_conversions.converted_us
