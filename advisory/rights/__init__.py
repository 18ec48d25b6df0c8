"""What people may ask of what we hold: to know it, to have a copy, and that it ends in time."""
