"""A recorded day, served on loopback in the formats of the networks, for the demo and for tests."""
