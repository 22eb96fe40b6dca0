"""Runs tasks in processes of this machine."""
