"""The statistics: arrays in, frozen results out. No Django, no files, no clock, no hidden draws."""
