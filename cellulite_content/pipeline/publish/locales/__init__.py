"""Builds the editions of locales in processes, and finds out which messages make one faulty."""
