"""The key store: a wave's secrets, outside the database and its backups (see README.md)."""
