"""The API: the questions of the registry, as JSON and CSV, under /api/v1/."""
