"""Long work: stored in the database, done by a worker, with progress, time-out, cancel and retry."""
