"""What happens to files and looks, for the layers above.

look_taken:    sender Agency; agency, look. Inside the transaction.
image_changed: sender PortalImage; image. Another file or focal point: its pictures are gone. Inside the transaction.
pictures_made: sender PortalImage; agencies (keys of those whose images they are). From the job that made them.
"""

from django.dispatch import Signal

look_taken = Signal()
image_changed = Signal()
pictures_made = Signal()
