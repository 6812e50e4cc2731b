"""Plain Chinese to orders: the campaign's own names found in a sentence, its intent, what is missing.

The flow is ``read.understand``: items -> sentences -> clauses -> spans and cues -> frames. What is
not sure is never an order: it comes back as a guess to be confirmed, or as a clause not understood.
"""
