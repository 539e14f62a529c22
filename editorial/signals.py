"""What happens to a text, for the layers above (mails, caches, figures). Sent inside the transaction.

submitted: page, task_state, actor, now.
decided:   page, decision, submitter (a user or None), now. Every kind of decision on a single text, not bulk ones.
withdrawn: page, actor, now.
"""

from django.dispatch import Signal

submitted = Signal()
decided = Signal()
withdrawn = Signal()
