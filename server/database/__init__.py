"""Small sets of tables of ours: SQLite files in the data folder, or all of them in one PostgreSQL."""
