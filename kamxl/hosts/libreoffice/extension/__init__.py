"""The extension, built from text."""
