"""The append-only, hash-chained log of every act, its search page and the yearly minors' pack."""
