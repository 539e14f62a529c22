"""What happens to a text, for the layers above (mails, caches, figures). Sent inside the transaction.

submitted: page, task_state, actor, now.
decided:   page, decision, submitter (a user or None), now. Every kind of decision on a single text, not bulk ones.
withdrawn: page, actor, now.
published: pages (specific, as they now are for readers), now. Every way of going live, single or in bulk.
"""

from django.dispatch import Signal

submitted = Signal()
decided = Signal()
withdrawn = Signal()
published = Signal()
