"""What the program needs of the system it runs on: errors, harmless text, files, streams and the clock."""
