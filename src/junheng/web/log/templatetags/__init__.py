"""Tags and filters of the log's templates."""
