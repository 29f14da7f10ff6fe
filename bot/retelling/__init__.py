"""What happened, told once more: stored stories as they came about, and recorded posts run through again."""
