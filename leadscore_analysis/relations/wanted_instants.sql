-- One row is a lead that is asked about, with the instant (in microseconds) at which it is.
-- Reads: asked_instants, entities
-- Key: lead_key
SELECT entities.entity_key AS lead_key, asked_instants.lead_id, asked_instants.us
FROM asked_instants
JOIN entities
    ON entities.entity = 'lead' AND entities.entity_id = asked_instants.lead_id
