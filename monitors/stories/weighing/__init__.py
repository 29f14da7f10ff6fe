"""How alike two posts are: what their words, places, topics, numbers and times weigh."""
