"""What happens to agencies, files and looks, for the layers above.

agency_moved:  sender Agency; agency. It was suspended, resumed, closed, reopened or succeeded. Inside the transaction.
look_taken:    sender Agency; agency, look. Inside the transaction.
image_changed: sender PortalImage; image. Another point of focus: its pictures are gone. Inside the transaction.
document_read: sender PortalDocument; document. Its `read_text` was written, or could not be. From the job that reads.
pictures_made: sender PortalImage; agencies (keys of those whose images they are). From the job that made them.
"""

from django.dispatch import Signal

agency_moved = Signal()
look_taken = Signal()
image_changed = Signal()
document_read = Signal()
pictures_made = Signal()
