"""Check for translations that belong to another source of their catalog."""
