"""Messages to people: outbox in the action's transaction, inbox, e-mail, digest, paper.

Stands on audit.
"""
