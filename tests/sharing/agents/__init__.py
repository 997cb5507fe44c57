"""Tests of what programs can ask of a workspace and change in it."""
