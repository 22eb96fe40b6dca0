"""Trees of documents: stored and restored, walked, and with the settings of their documents."""
