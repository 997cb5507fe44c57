"""A workspace, a filter of it or a list as a folder of static files: any host serves it, and it opens from disk."""
