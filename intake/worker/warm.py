"""What every reading process needs, imported and learned once in the server from which they are forked.

Recognition is left out: it is large, rarely needed, and its library must find its settings first.
"""

from intake import pipeline  # noqa: F401 - imported to be there
from intake.understand.mail_kind import learned, sales_likeness

learned.shipped_model()
sales_likeness.shipped_model()
