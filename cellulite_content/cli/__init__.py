"""The command: parses, prints and sets the exit code. No other room prints."""
