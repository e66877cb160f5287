//! Connect JSON in.
