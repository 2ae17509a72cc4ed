"""What all of it came to: counts by day, from which every figure is made."""
