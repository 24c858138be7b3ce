"""PointScorecard, part by part."""
