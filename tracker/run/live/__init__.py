"""The office at work: one process by itself, or workers on many hosts that share it by leases."""
