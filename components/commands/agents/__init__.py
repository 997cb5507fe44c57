"""The verbs by which a workspace is read and changed without a browser, by a person or a program."""
