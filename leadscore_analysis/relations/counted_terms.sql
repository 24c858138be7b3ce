-- One row a term that counts in some stretch of the history.
-- Reads: unit_spans
-- Key: term_key
SELECT term_key
FROM unit_spans
GROUP BY term_key
