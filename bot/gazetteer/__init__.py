"""Where places come from: GeoNames, an index of its names, and the configuration written from them."""
