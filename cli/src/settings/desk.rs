//! Which file the desk's memory is kept in, for how long, and whether at all.

use super::Settings;
use crate::error::CliError;
use clap::Args;
use std::path::{Path, PathBuf};

/// The file's name, beside an index or in the user's folder.
pub(super) const FILE_NAME: &str = "desk.sqlite";
/// Days that a case is kept if nothing is said: a year, and the same month of the year before.
const KEEP_DAYS: u32 = 400;

/// Where the desk's memory is kept.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Memory")]
pub(crate) struct DeskArgs {
    /// File that remembers cases [default: `file` of the settings, else desk.sqlite beside the
    /// index]
    #[arg(long, value_name = "FILE", global = true)]
    desk: Option<PathBuf>,
    /// Remember nothing of cases
    #[arg(long, global = true, conflicts_with = "desk")]
    no_desk: bool,
}

impl Settings {
    /// The desk's file: as typed, as set, beside the index, in the user's folder.
    pub(crate) fn desk_file(&self, args: &DeskArgs) -> Result<PathBuf, CliError> {
        if args.no_desk {
            return Err(CliError::usage("--no-desk leaves no desk to ask"));
        }
        let beside = || Some(self.index.as_ref()?.path.join(FILE_NAME));
        let file = self
            .named(args)
            .or_else(beside)
            .or_else(|| self.desk_of_user.clone());
        file.ok_or_else(|| {
            CliError::usage("There is no folder for a desk").hint("name a file with --desk")
        })
    }

    /// What a service keeps; none if it is to keep nothing.
    pub(crate) fn desk_of_service(
        &self,
        args: &DeskArgs,
    ) -> Result<Option<server::config::Desk>, CliError> {
        if self.is_off(args) {
            return Ok(None);
        }
        let file = self.desk_file(args)?;
        if Some(&file) == self.desk_of_user.as_ref()
            && let Some(folder) = file.parent()
        {
            // What cannot be made is told when the file in it cannot be opened.
            let _ = std::fs::create_dir_all(folder);
        }
        Ok(Some(self.desk(file)))
    }

    /// What is kept where only a named file is written; none if none is named.
    pub(crate) fn desk_if_named(
        &self,
        args: &DeskArgs,
    ) -> Result<Option<server::config::Desk>, CliError> {
        let named = self.named(args).filter(|_| !self.is_off(args));
        Ok(named.map(|file| self.desk(file)))
    }

    /// The desk whose outcomes move the order of answers; none if there is none yet, or if nothing
    /// is to be remembered.
    pub(crate) fn desk_to_learn_from(&self, args: &DeskArgs) -> Option<PathBuf> {
        let file = (!self.is_off(args)).then(|| self.desk_file(args).ok());
        file.flatten().filter(|file| file.is_file())
    }

    /// Days that a case is kept; none keeps it until it is erased.
    pub(crate) fn keep_days(&self) -> Option<u32> {
        let days = self.file.desk.keep_days.unwrap_or(KEEP_DAYS);
        (days > 0).then_some(days)
    }

    /// Who says something on the command line, if it is set.
    pub(crate) fn desk_name(&self) -> Option<String> {
        self.file.desk.name.clone()
    }

    fn desk(&self, file: PathBuf) -> server::config::Desk {
        server::config::Desk {
            file,
            keep_days: self.keep_days(),
            site: self.file.desk.site.clone(),
        }
    }

    fn named(&self, args: &DeskArgs) -> Option<PathBuf> {
        let set = self.file.desk.file.as_deref();
        let set = set.map(|file: &Path| self.beside.join(file));
        args.desk.clone().or(set)
    }

    /// A file that is typed is meant, whatever the settings say.
    fn is_off(&self, args: &DeskArgs) -> bool {
        args.no_desk || (args.desk.is_none() && self.file.desk.keep == Some(false))
    }
}
