steps = 900
