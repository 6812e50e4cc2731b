"""Rounds of proofs (校次): what is sent out to be read, the corrections that come back, what differs between runs."""
