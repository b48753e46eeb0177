"""The API: the questions of the registry as JSON and CSV, and sending files, under /api/v1/."""
