"""Published figures: what was printed, whether it still is what the ledger says, and why not."""
