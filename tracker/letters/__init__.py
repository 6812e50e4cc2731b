"""What is written to whom: values, templates, bytes."""
