"""How the sources stand, who is told when that changes, and the proof that the way to the store works."""
