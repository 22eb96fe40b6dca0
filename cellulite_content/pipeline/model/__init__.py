"""The values that all stages share."""
