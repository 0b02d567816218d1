"""How many people moved from each origin to each destination: flows estimated from two tables of stocks.

Stocks are [birthplace, residence] with natives on the diagonal, in persons; flows are [origin, destination]. Any
leading dimensions (sexes, periods, draws) come before these two. Stands on `demography.fitting`.
"""
