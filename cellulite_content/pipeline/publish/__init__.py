"""Plans, builds and installs editions, and the site around them."""
