"""Digest Atlas: everything the pages are made of. See ARCHITECTURE.md for the layers."""
