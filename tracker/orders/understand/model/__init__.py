"""A second reading of orders, learned from what many hands wrote: it agrees, doubts, or helps out."""
