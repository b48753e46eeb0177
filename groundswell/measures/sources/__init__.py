"""Files of routine data."""
