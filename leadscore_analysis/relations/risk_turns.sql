-- One row is something that changes whether a lead is at risk, or why not, with its instant; the turns of a kind add up to 0 or 1.
-- Reads: entities, conversions, closed_turns, population_turns
-- Key: lead_key, turned_us, kind
SELECT entity_key AS lead_key, appeared_us AS turned_us, 'appeared' AS kind, 1 AS turn
FROM entities
WHERE entity = 'lead'
UNION ALL
SELECT lead_key, converted_us AS turned_us, 'converted' AS kind, 1 AS turn
FROM conversions
UNION ALL
SELECT lead_key, turned_us, 'closed' AS kind, turn
FROM closed_turns
UNION ALL
SELECT lead_key, turned_us, 'outside' AS kind, turn
FROM population_turns
