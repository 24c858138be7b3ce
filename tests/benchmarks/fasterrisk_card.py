"""Run by the Python of another environment: a card of FasterRisk for the rows in a file, with the chances of those tested, as JSON.

``python fasterrisk_card.py FILE TERMS`` reads ``units``, ``outcome``, ``tested`` (.npz) and tells ``loss`` (the sum on the rows fitted),
``chances`` and ``seconds`` of computing. It stands alone, as that environment does not have this package.
"""

import json
import sys
import time

import numpy as np
from fasterrisk.fasterrisk import RiskScoreClassifier, RiskScoreOptimizer

file, terms = sys.argv[1:]
rows = np.load(file)
units, signs = rows["units"], np.where(rows["outcome"], 1.0, -1.0)
started = time.process_time()
optimizer = RiskScoreOptimizer(X=units, y=signs, k=int(terms), lb=-5, ub=5)
optimizer.optimize()
seconds = time.process_time() - started
multiplier, intercept, points = optimizer.get_models(model_index=0)
card = RiskScoreClassifier(multiplier, intercept, points)
chance = card.predict_prob(units)
loss = -np.log(np.where(signs > 0, chance, 1 - chance)).sum()
tested = card.predict_prob(rows["tested"]) if len(rows["tested"]) else np.empty(0)
sys.stdout.write(json.dumps({"loss": float(loss), "chances": tested.tolist(), "seconds": seconds}) + "\n")
