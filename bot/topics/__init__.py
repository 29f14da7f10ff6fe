"""Topics that come with the program, as data; ``catalogue`` reads them."""
