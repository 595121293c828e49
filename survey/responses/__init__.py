"""The resident's pages, the ballot box and the opened answers. No names, no accounts."""
