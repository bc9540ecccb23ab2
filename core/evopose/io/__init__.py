"""Files: one module a format, registered by entry point."""
