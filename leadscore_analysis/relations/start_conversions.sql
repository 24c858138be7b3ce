-- One row is a lead that has the outcome proposed, and when it first had it.
-- Reads: start_firsts, start_outcome
-- Key: lead_id
SELECT start_firsts.lead_id, MIN(start_firsts.first_us) AS converted_us
FROM start_firsts
JOIN start_outcome
  ON start_firsts.kind = start_outcome.kind AND start_firsts.name = start_outcome.name
GROUP BY start_firsts.lead_id
