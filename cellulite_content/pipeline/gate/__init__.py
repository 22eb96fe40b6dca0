"""The gate: which translations may be published."""
