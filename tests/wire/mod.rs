//! Connect JSON in and out.

mod corpus;
