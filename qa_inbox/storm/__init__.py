"""Questions while the application rests: taken down in a file, imported later under their time of receipt."""
