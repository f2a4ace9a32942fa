//! the store: schema, writer, queries, export.
