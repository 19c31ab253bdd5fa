"""Messages to people: outbox in the action's transaction, inbox, e-mail, digest, paper.

Notice: one message to one account. Acknowledgement: its recipient says that he has it. Service:
bringing a notice to somebody otherwise (paper, call, text message), with proof. When somebody
read a notice is not kept, only whether: nobody's reading is watched. Stands on audit.
"""
