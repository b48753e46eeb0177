"""Side-by-side measurements. `make bench` prints them and keeps them in RESULTS.md."""
