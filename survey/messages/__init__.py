"""Invitations and reminders by e-mail and text message, to every home alike."""
