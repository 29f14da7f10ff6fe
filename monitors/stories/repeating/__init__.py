"""How copies are found: what is kept of a post, where it is looked up, how two texts are compared."""
