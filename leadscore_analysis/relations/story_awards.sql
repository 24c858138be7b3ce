-- One row a posting of an award of the asked entity, with what explains it: the award's anchor and stop, its age, and what it is worth from then on.
-- Reads: awards, shape_steps, entities, story_asked
-- Key: none
SELECT a.rule_key, a.event_id, s.entry_no, a.anchor_us + s.age_us AS posted_us, s.change AS points, s.value, a.anchor_us, a.stop_us, s.age_us, a.shape_key
FROM awards a
JOIN shape_steps s
    ON a.shape_key = s.shape_key
JOIN entities n
    ON a.entity_key = n.entity_key
JOIN story_asked k
    ON n.entity = k.entity AND n.entity_id = k.entity_id
WHERE s.change <> 0 AND (a.stop_us IS NULL OR a.anchor_us + s.age_us < a.stop_us)
UNION ALL
SELECT a.rule_key, a.event_id, 3 AS entry_no, a.stop_us AS posted_us, -s.value AS points, 0 AS value, a.anchor_us, a.stop_us, a.stop_us - a.anchor_us AS age_us, a.shape_key
FROM awards a
JOIN shape_steps s
    ON a.shape_key = s.shape_key
JOIN entities n
    ON a.entity_key = n.entity_key
JOIN story_asked k
    ON n.entity = k.entity AND n.entity_id = k.entity_id
WHERE s.value <> 0 AND a.anchor_us + s.age_us < a.stop_us AND (s.next_age_us IS NULL OR a.stop_us <= a.anchor_us + s.next_age_us)
