//! Answers as pages for a person: a value and a width go in, a string with colour codes comes
//! out. Whoever prints it drops the codes where they are not wanted.
//!
//! What matters stands in the first 24 lines of 80 columns: title, what to do, what not to do,
//! where from.

mod answers;
mod article;
mod block;
mod build;
mod escalate;
mod evaluation;
mod guide;
mod lookup;
mod page;
mod reading;
mod search;
pub(crate) mod style;
mod triage;

pub(crate) use answers::answers;
pub(crate) use article::article;
pub(crate) use build::{built, checked};
pub(crate) use escalate::handed_over;
pub(crate) use evaluation::evaluation;
pub(crate) use guide::{View, guides, lint_report, plain, session};
pub(crate) use lookup::lookup;
pub(crate) use page::Page;
pub(crate) use reading::reading;
pub(crate) use search::{SearchView, search};
pub(crate) use triage::triage;
