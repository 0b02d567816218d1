"""Places, corridors, routes, periods, money, words and errors: what every room stands on.

Holds no figures. Lowest floor: imports nothing of the house.
"""
