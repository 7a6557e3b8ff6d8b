"""Scripts that the peers' own environment runs; of this project they know each other alone."""
