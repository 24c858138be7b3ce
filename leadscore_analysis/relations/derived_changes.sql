-- One row a change of the sum of a score that is made from scores.
-- Reads: derived_so_far, summed_scores
-- Key: none
SELECT d.entity_key, s.score_key, d.posted_us, d.points
FROM derived_so_far d
JOIN summed_scores s
    ON d.rule_key = s.score_key
