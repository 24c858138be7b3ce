-- One row is a lead that was closed, and when it first was.
-- Reads: happenings
-- Key: lead_key
SELECT lead_key, MIN(happened_us) AS closed_us
FROM happenings
WHERE role = 'closed'
GROUP BY lead_key
