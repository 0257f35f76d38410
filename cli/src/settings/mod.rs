//! What is meant: the command line first, then the environment, then `firstline.toml`.

mod desk;
mod file;
mod save;

pub(crate) use desk::DeskArgs;

use crate::args::{FilterArgs, GlobalArgs, WordArgs};
use crate::error::CliError;
use engine::compose::severity::PriorityTable;
use engine::query::Words;
use engine::{Filters, Query};
use file::SettingsFile;
use server::answering::Answering;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Environment variable that names the index.
const INDEX_VARIABLE: &str = "FIRSTLINE_INDEX";
/// Environment variable that names the settings file.
const CONFIG_VARIABLE: &str = "FIRSTLINE_CONFIG";
/// Environment variable that names the folder of sessions.
const STATE_VARIABLE: &str = "FIRSTLINE_STATE";
/// The settings file's name in the working folder and in the configuration folder.
const FILE_NAME: &str = "firstline.toml";

/// Where a setting came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    /// It was typed.
    Flag,
    /// The variable of this name.
    Environment(&'static str),
    /// A settings file.
    File(PathBuf),
}

/// The index that was named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct IndexChoice {
    /// Its folder.
    pub(crate) path: PathBuf,
    /// Who named it.
    pub(crate) origin: Origin,
}

/// What holds for all commands.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Settings {
    /// The index; none means the built-in knowledge base.
    pub(crate) index: Option<IndexChoice>,
    /// Bytes over which a single document is refused, if set.
    pub(crate) max_document_bytes: Option<u64>,
    /// Whether to do without the embedding model of the index.
    pub(crate) no_model: bool,
    /// A file of words of the desk's own, if there is one.
    pub(crate) lexicon: Option<PathBuf>,
    /// Folder that keeps sessions of playbooks; none if there is no home either.
    pub(crate) state: Option<PathBuf>,
    /// The desk's file where no index is named; none if there is no home either.
    desk_of_user: Option<PathBuf>,
    /// File with the table of priorities, if one is named.
    priorities: Option<PathBuf>,
    file: SettingsFile,
    /// The file that was read, or the user's own where it would be.
    path: Option<PathBuf>,
    /// The folder of the settings file, from which its relative paths are meant.
    beside: PathBuf,
}

/// What of the environment counts, so that tests can make one up.
#[derive(Debug, Default)]
pub(crate) struct Environment {
    variables: Vec<(&'static str, OsString)>,
}

impl Environment {
    /// The environment of this process. Empty variables count as unset.
    fn of_process() -> Self {
        let names = [
            INDEX_VARIABLE,
            CONFIG_VARIABLE,
            STATE_VARIABLE,
            "XDG_CONFIG_HOME",
            "XDG_DATA_HOME",
            "HOME",
        ];
        let variables = names
            .into_iter()
            .filter_map(|name| Some((name, std::env::var_os(name)?)))
            .filter(|(_, value)| !value.is_empty());
        Self {
            variables: variables.collect(),
        }
    }

    fn path(&self, name: &str) -> Option<PathBuf> {
        let (_, value) = self.variables.iter().find(|(known, _)| *known == name)?;
        Some(PathBuf::from(value))
    }

    /// `firstline/firstline.toml` in the folder for configuration, after the XDG rules.
    fn config_file(&self) -> Option<PathBuf> {
        let folder = self
            .path("XDG_CONFIG_HOME")
            .or_else(|| Some(self.path("HOME")?.join(".config")))?;
        Some(folder.join("firstline").join(FILE_NAME))
    }

    /// The folder that keeps sessions: as named, or in the folder for data, after the XDG rules.
    fn state_folder(&self) -> Option<PathBuf> {
        self.path(STATE_VARIABLE).or_else(|| {
            let data = self
                .path("XDG_DATA_HOME")
                .or_else(|| Some(self.path("HOME")?.join(".local/share")))?;
            Some(data.join("firstline").join("sessions"))
        })
    }

    /// The desk's file of this user: beside the sessions.
    fn desk_file(&self) -> Option<PathBuf> {
        let folder = self.path(STATE_VARIABLE).or_else(|| {
            let sessions = self.state_folder()?;
            sessions.parent().map(Path::to_owned)
        })?;
        Some(folder.join(desk::FILE_NAME))
    }
}

impl Settings {
    /// Works out what holds for a command line in this process.
    pub(crate) fn resolve(args: &GlobalArgs) -> Result<Self, CliError> {
        Self::resolve_in(args, &Environment::of_process(), Path::new(""))
    }

    fn resolve_in(
        args: &GlobalArgs,
        environment: &Environment,
        folder: &Path,
    ) -> Result<Self, CliError> {
        let named = args.config.clone();
        let named = named.or_else(|| environment.path(CONFIG_VARIABLE));
        let (path, file) = match named {
            Some(path) => (path.clone(), SettingsFile::read(&path)?),
            None => first_of([Some(folder.join(FILE_NAME)), environment.config_file()])?,
        };
        let choice = |path, origin| IndexChoice { path, origin };
        let typed = args.index.clone().map(|path| choice(path, Origin::Flag));
        let from_environment = || {
            let origin = Origin::Environment(INDEX_VARIABLE);
            Some(choice(environment.path(INDEX_VARIABLE)?, origin))
        };
        // A relative path in a file is meant from where the file lies.
        let beside = path.parent().unwrap_or(Path::new("")).to_owned();
        let from_file = || {
            let index = beside.join(file.index.as_ref()?);
            Some(choice(index, Origin::File(path.clone())))
        };
        Ok(Self {
            index: typed.or_else(from_environment).or_else(from_file),
            max_document_bytes: file.indexing.max_document_bytes,
            no_model: args.no_model,
            lexicon: file.search.lexicon.as_ref().map(|own| beside.join(own)),
            state: environment.state_folder(),
            desk_of_user: environment.desk_file(),
            path: Some(path)
                .filter(|path| !path.as_os_str().is_empty())
                .or_else(|| environment.config_file()),
            priorities: file.priorities.as_ref().map(|path| beside.join(path)),
            beside: beside.to_owned(),
            file,
        })
    }

    /// A query for `text`; flags win over the file.
    pub(crate) fn query(&self, text: String, filters: &FilterArgs, words: &WordArgs) -> Query {
        let mut query = Query::new(text);
        query.filters = self.filters(filters);
        query.limit = self.file.limit.unwrap_or(query.limit);
        query.words = self.words(words);
        query
    }

    /// How words are taken; what is switched off by a flag or in the file is off.
    pub(crate) fn words(&self, typed: &WordArgs) -> Words {
        let file = &self.file.search;
        Words {
            synonyms: !typed.no_synonyms && file.synonyms.unwrap_or(true),
            spelling: !typed.no_spelling && file.spelling.unwrap_or(true),
            meaning: !typed.no_meaning,
        }
    }

    /// What the service is told: what the file says of it, and the index and how questions are
    /// taken as every command is told.
    pub(crate) fn service(&self) -> Result<server::Config, CliError> {
        Ok(server::Config {
            index: self.index.as_ref().map(|index| index.path.clone()),
            answering: self.answering()?,
            ..self.server()
        })
    }

    /// What the file says of the service; its relative paths are meant from where the file lies.
    pub(crate) fn server(&self) -> server::Config {
        let mut config = self.file.server.clone();
        let place = |path: &mut PathBuf| *path = self.beside.join(&*path);
        config.keys.iter_mut().for_each(place);
        config.sessions.iter_mut().for_each(place);
        config.chat.files_mut().for_each(place);
        config.sessions = config.sessions.or_else(|| self.state.clone());
        if let Some(tls) = &mut config.tls {
            place(&mut tls.certificate);
            place(&mut tls.key);
        }
        config
    }

    /// How questions are taken where nothing is said with them.
    fn answering(&self) -> Result<Answering, CliError> {
        let lexicon = self.lexicon.as_deref().map(crate::knowledge::read_lexicon);
        Ok(Answering {
            no_model: self.no_model,
            lexicon: lexicon.transpose()?,
            words: self.words(&WordArgs::default()),
            threshold: self.threshold(),
            priorities: self.priorities()?,
        })
    }

    /// The tier of whoever asks; the flag wins over the file.
    pub(crate) fn tier(&self, typed: Option<u8>) -> Option<u8> {
        typed.or(self.file.filters.tier)
    }

    /// The probability below which no answer is shown, if it was set.
    pub(crate) fn threshold(&self) -> Option<f64> {
        self.file.triage.threshold
    }

    /// Keeps a threshold in the settings file that was read, or in the user's own if none was.
    pub(crate) fn save_threshold(&self, threshold: f64) -> Result<(), CliError> {
        let path = self.path.as_ref().ok_or_else(|| {
            CliError::usage("There is no folder for settings").hint("name a file with --config")
        })?;
        save::threshold(path, threshold)
    }

    /// The filters; flags win over the file, one by one.
    pub(crate) fn filters(&self, typed: &FilterArgs) -> Filters {
        let file = &self.file.filters;
        let pick = |typed: &Option<String>, file: &Option<String>| typed.clone().or(file.clone());
        Filters {
            product: pick(&typed.product, &file.product),
            os: pick(&typed.os, &file.os),
            kind: pick(&typed.kind, &file.kind),
            tier: typed.tier.or(file.tier),
            audience: typed.viewer.audience.map(Into::into),
            channel: typed.viewer.channel.map(Into::into),
            archived: typed.archived,
        }
    }

    /// The table of priorities that the settings file names; none means the one that ships.
    pub(crate) fn priorities(&self) -> Result<Option<PriorityTable>, CliError> {
        let Some(path) = &self.priorities else {
            return Ok(None);
        };
        let shown = path.display();
        let text = std::fs::read_to_string(path)
            .map_err(|error| CliError::usage(format!("{shown} cannot be read")).because(error))?;
        let wrong =
            |reason| CliError::usage(format!("{shown} is no valid table of priorities: {reason}"));
        PriorityTable::read(&text).map(Some).map_err(wrong)
    }
}

/// The first of these files that exists, and its path; no file at all means no settings.
fn first_of(paths: [Option<PathBuf>; 2]) -> Result<(PathBuf, SettingsFile), CliError> {
    for path in paths.into_iter().flatten() {
        if path.is_file() {
            let file = SettingsFile::read(&path)?;
            return Ok((path, file));
        }
    }
    Ok(Default::default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(variables: &[(&'static str, &Path)]) -> Environment {
        let variables = variables.iter().map(|(name, value)| (*name, value.into()));
        Environment {
            variables: variables.collect(),
        }
    }

    #[test]
    fn the_flag_wins_over_the_environment_and_that_over_the_file() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(FILE_NAME), "index = \"filed\"").unwrap();
        let set = environment(&[(INDEX_VARIABLE, Path::new("set"))]);
        let typed = GlobalArgs {
            index: Some("typed".into()),
            ..GlobalArgs::default()
        };
        let index = |args: &GlobalArgs, environment: &Environment| {
            let settings = Settings::resolve_in(args, environment, folder.path()).unwrap();
            settings.index.unwrap()
        };
        let none = GlobalArgs::default();
        assert_eq!(index(&typed, &set).origin, Origin::Flag);
        assert_eq!(index(&none, &set).path, Path::new("set"));
        let filed = index(&none, &Environment::default());
        assert_eq!(filed.path, folder.path().join("filed"));
    }

    #[test]
    fn the_configuration_folder_is_read_when_the_working_folder_has_no_file() {
        let home = tempfile::tempdir().unwrap();
        let config = home.path().join(".config/firstline");
        std::fs::create_dir_all(&config).unwrap();
        std::fs::write(config.join(FILE_NAME), "limit = 7").unwrap();
        let environment = environment(&[("HOME", home.path())]);
        let empty = home.path().join("empty");
        let settings = Settings::resolve_in(&GlobalArgs::default(), &environment, &empty).unwrap();
        let query = settings.query("x".into(), &FilterArgs::default(), &WordArgs::default());
        assert_eq!(query.limit, 7);
        assert_eq!(settings.index, None);
    }

    #[test]
    fn filters_are_picked_one_by_one() {
        let folder = tempfile::tempdir().unwrap();
        let text = "[filters]\nproduct = \"exchange\"\ntier = 1\n[search]\nspelling = false";
        std::fs::write(folder.path().join(FILE_NAME), text).unwrap();
        let none = GlobalArgs::default();
        let settings = Settings::resolve_in(&none, &Environment::default(), folder.path()).unwrap();
        let typed = FilterArgs {
            tier: Some(2),
            ..FilterArgs::default()
        };
        let query = settings.query("x".into(), &typed, &WordArgs::default());
        assert_eq!(query.filters.product.as_deref(), Some("exchange"));
        assert_eq!(query.filters.tier, Some(2));
        assert!(query.words.synonyms && !query.words.spelling);
    }
}
