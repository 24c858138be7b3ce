"""Reports: self-contained pages made from tables and charts, and the notebooks executed."""
