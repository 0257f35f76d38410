//! The service as a caller meets it, without a socket: a file per theme.

mod answers;
mod bad_input;
mod cases;
mod chat;
mod mcp;
mod paging;
mod report;
mod roles;
