"""The evidence archive (迎检档案): a tree after the standard's items, files, links, export."""
