"""What hostile input can multiply, and the processor time that it takes."""
