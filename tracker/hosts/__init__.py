"""Work on many hosts: workers that are woken, leases that tell who does what, what a dead host had in hand."""
