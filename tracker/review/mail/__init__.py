"""A round by mail: letters to experts, what they answer, what the coordinator orders."""
