//! Keeps a triage in the desk's memory, if a desk is named.

use super::TriageArgs;
use crate::commands::{Context, desk};
use crate::error::CliError;
use crate::knowledge::Knowledge;
use engine::Case;
use engine::answer::Triage;
use engine::desk::record::{Channel, NewCase};
use engine::desk::{Circumstances, Desk, DeskError, Entry, Receipt, masked_name};
use jiff::Timestamp;

/// Keeps the case and puts its id into the answer. What went wrong comes back as words: an
/// answer that was found is given all the same.
pub(super) fn keep(
    args: &TriageArgs,
    (knowledge, case): (&Knowledge, &Case),
    answer: &mut Triage,
    context: &Context,
) -> Result<Option<String>, CliError> {
    let Some(desk) = context.settings.desk_if_named(&args.desk)? else {
        return Ok(None);
    };
    let folder = &knowledge.engine.generation().folder;
    let generation = folder.file_name().map(|name| name.to_string_lossy());
    let known = Circumstances {
        continues: None,
        time: Timestamp::now(),
        channel: Channel::Cli,
        who: desk::who(context),
        site: args.site.as_deref().map(masked_name).or(desk.site),
        generation: generation.map_or_else(|| "built-in".to_owned(), String::from),
    };
    let new = NewCase::of(case, answer, known);
    match record(&desk.file, new) {
        Ok(receipt) => {
            if let Some(Receipt::Case(id)) = receipt {
                answer.case = Some(id.to_string());
            }
            Ok(None)
        }
        Err(error) => Ok(Some(format!("The case was not remembered: {error}"))),
    }
}

fn record(file: &std::path::Path, case: NewCase) -> Result<Option<Receipt>, DeskError> {
    let mut desk = Desk::open(file)?;
    Ok(desk.record(&[Entry::Case(Box::new(case))])?.pop())
}
