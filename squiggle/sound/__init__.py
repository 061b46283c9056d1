"""What is heard in a film: the teacher's own recordings, or an offline synthetic voice."""
