"""A workspace for programs that read for somebody: questions and changes with small answers, and the MCP server."""
