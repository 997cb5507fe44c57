"""Verbs that say what papers are near, found and called."""
