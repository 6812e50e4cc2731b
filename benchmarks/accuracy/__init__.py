"""How often the product is right, on invented inputs."""
