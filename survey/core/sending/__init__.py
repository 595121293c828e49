"""What a message costs, when it may go out, and why one was not taken: rules without a network."""
