-- One row is a lead that sales worked, and when they first did.
-- Reads: happenings
-- Key: lead_key
SELECT lead_key, MIN(happened_us) AS worked_us
FROM happenings
WHERE role = 'worked'
GROUP BY lead_key
