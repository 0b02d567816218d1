"""Why people move: a gravity model of flows, its estimator, and what it says and cannot say of a corridor.

Associations, estimated; no causes are proven. Stands on `evidence`.
"""
