"""Before and during fieldwork: how exact results can become, and what there is time to do."""
