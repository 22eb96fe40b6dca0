"""The command: it parses, prints and sets the exit code; nothing else prints."""
