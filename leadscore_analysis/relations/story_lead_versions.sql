-- One row a version of a lead that the story needs.
-- Reads: leads, story_leads
-- Key: lead_id, valid_from
SELECT l.*
FROM leads l
JOIN story_leads k
    ON l.lead_id = k.lead_id
