"""Sending papers to a Zotero library by its web API, version 3: https://www.zotero.org/support/dev/web_api/v3/start"""
