"""What a measure gives to migrants, origin, destination and transit, beside the course without it, in draws.

A model of stocks and flows, pay and transfers of one corridor: `inputs` says what is known of it, `levers` what a
measure changes, `paths` follows people, `accounts` money, `runs` joins them, `outcomes` sums up. Coercive measures are
never simulated. Stands on `demography` and `evidence`.
"""
