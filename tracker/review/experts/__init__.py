"""Who reads: the list of experts, who keeps away from what, who gets what."""
