"""What happens to a request for a portal, for the layers above (mails, invitations). Sent inside the transaction.

moved: request, action (RequestAction), actor (a user, or None for the public form), now.
"""

from django.dispatch import Signal

moved = Signal()
