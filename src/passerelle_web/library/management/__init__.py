"""What is run by hand for this room. Holds packages only. Stands on the actions."""
