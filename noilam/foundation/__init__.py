"""Ground floor: ideas every package shares and no domain word belongs to.

Clock, periods, Vietnamese text, refusals, events, who acts, web doors, jobs. Nothing here knows
what a commitment or a unit is.
"""
