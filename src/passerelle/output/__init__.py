"""Output: charts, maps, tables and briefs made from figures. Stands on `evidence` and `base`."""
