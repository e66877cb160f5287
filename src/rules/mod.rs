//! Findings about shape and time.
