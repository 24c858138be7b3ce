-- One row is a conversion that several leads share: one deal that entered the outcome's stage at one instant.
-- Reads: conversions
-- Key: deal_id, converted_us
SELECT deal_id, converted_us, COUNT(*) AS leads
FROM conversions
WHERE deal_id IS NOT NULL AND event_id IS NULL
GROUP BY deal_id, converted_us
HAVING COUNT(*) > 1
