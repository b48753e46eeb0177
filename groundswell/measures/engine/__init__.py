"""Rows to cells: one definition in portable SQL, run by whichever engine holds the rows."""
