"""What only Outlook writes: winmail.dat and .msg."""
