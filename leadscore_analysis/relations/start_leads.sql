-- One row is a lead's version with 1 where the lead converted; the versions of a lead all stand here.
-- Reads: leads, start_conversions
-- Key: lead_id, valid_from
SELECT leads.*, CASE WHEN start_conversions.lead_id IS NULL THEN 0 ELSE 1 END AS converted_lead
FROM leads
LEFT JOIN start_conversions
  ON leads.lead_id = start_conversions.lead_id
