"""What was planned beside what came of it: lights, target paths, spending, the ledger of predictions, scoreboards.

No record of a plan is kept here, nor is anything changed by itself. Above `plans`, below `output`.
"""
