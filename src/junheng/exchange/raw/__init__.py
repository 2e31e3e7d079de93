"""Raw sheets: any file as it was found, after its limits were checked and before it means anything."""
