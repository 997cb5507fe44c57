"""What a workspace keeps of its visitor's Zotero: the key, sealed, and which paper is which item there."""
