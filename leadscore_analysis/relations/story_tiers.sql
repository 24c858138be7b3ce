-- One row a stretch in which a tier of a frequency rule is the one that counts for the asked entity.
-- Reads: frequency_awards, entities, story_asked
-- Key: rule_key, anchor_us
SELECT f.rule_key, f.anchor_us, MAX(f.shape_key) AS shape_key
FROM frequency_awards f
JOIN entities n
    ON f.entity_key = n.entity_key
JOIN story_asked k
    ON n.entity = k.entity AND n.entity_id = k.entity_id
GROUP BY f.rule_key, f.anchor_us
