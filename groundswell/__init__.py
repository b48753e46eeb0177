"""Groundswell runs a national network of health innovation networks."""

__version__ = "0.1.0"
