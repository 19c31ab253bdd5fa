"""Units and their tree through time, places, people, appointments, areas, grants, stand-ins.

Nothing is deleted or overwritten: a change is a new version made by an event with its decision.
"""
