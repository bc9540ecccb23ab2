"""What is open: toolkit-free models that views show."""
