-- One row is a version of a lead whose scores are asked for.
-- Reads: leads, kept_leads
-- Key: lead_id, valid_from
SELECT leads.*
FROM leads
JOIN kept_leads
    ON kept_leads.lead_id = leads.lead_id
