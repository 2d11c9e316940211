"""Results and labelled articles → what a person reads."""
