"""What the commands do, one module a group; tracker/cli.py only declares them."""
