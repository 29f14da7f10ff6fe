"""What the words of a post come to: stems and names, numbers, times, addresses, doubts, denials, ends."""
