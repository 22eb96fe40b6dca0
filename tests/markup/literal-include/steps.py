steps = 1000
