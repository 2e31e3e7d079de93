"""Tags of the feature's pages."""
