"""Text messages by any gateway that takes them over HTTP."""
