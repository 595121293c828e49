"""The sentences for what only staff meet, by what they are about."""
