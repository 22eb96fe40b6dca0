"""The program's own files, and the packages that it uses."""
