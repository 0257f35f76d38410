//! Answers as pages for a person: a value and a width go in, a string with colour codes comes
//! out. Whoever prints it drops the codes where they are not wanted.
//!
//! What matters stands in the first 24 lines of 80 columns: title, what to do, what not to do,
//! where from.

mod answer;
mod answers;
mod article;
mod block;
mod build;
pub(crate) mod bundle;
mod calibration;
mod card;
mod case;
mod comparison;
mod desk;
mod escalate;
mod evaluation;
mod feedback;
mod guide;
mod known_issue;
mod learning;
mod lint;
mod lookup;
mod page;
mod questions;
mod reading;
mod report;
mod rule_out;
mod search;
pub(crate) mod style;
mod triage;

pub(crate) use answers::answers;
pub(crate) use article::article;
pub(crate) use build::{built, checked};
pub(crate) use calibration::calibration;
pub(crate) use comparison::comparison;
pub(crate) use desk::{case_file, cases, desk_check, erased, retention};
pub(crate) use escalate::handed_over;
pub(crate) use evaluation::evaluation;
pub(crate) use feedback::feedback;
pub(crate) use guide::{View, guides, lint_report, plain, session};
pub(crate) use learning::learning;
pub(crate) use lint::lint;
pub(crate) use lookup::lookup;
pub(crate) use page::Page;
pub(crate) use questions::questions;
pub(crate) use reading::reading;
pub(crate) use report::report;
pub(crate) use rule_out::rule_out;
pub(crate) use search::{SearchView, search};
pub(crate) use triage::{question, triage};
