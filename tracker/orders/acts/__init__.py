"""What single orders do and answer, an act a file; what has something sent is in sending/."""
