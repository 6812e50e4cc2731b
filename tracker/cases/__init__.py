"""What counts: a person's word on a case, values, standing, addresses, deadlines."""
