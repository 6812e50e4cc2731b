"""What the commands do, one module a group; tracker/cli/app.py only declares them."""
