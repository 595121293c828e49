"""Organizations, properties and their housing mix, which is the frame. No person."""
