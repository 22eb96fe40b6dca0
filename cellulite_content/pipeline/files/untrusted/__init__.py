"""Files from outside, read with limits."""
