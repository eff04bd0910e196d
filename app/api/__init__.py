"""The JSON API below /api/v1: an application of its own, so that its errors are problems and its schema is complete."""
