//! `firstline bundle verify` and `firstline bundle info`: what a pack is, and whether it is sound.

use crate::commands::{Context, Outcome};
use crate::error::CliError;
use crate::output::text;
use clap::Args;
use engine::bundle::{Content, Pack, Part, VerifyingKey, trusted_key};
use engine::guide::clock::date;
use serde::Serialize;
use std::path::PathBuf;

/// Check every byte of a pack or delta, and that the key you trust signed it
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  firstline bundle verify site.flb --key desk.pub")]
pub(crate) struct VerifyArgs {
    /// The pack or delta
    #[arg(value_name = "FILE")]
    pack: PathBuf,
    /// The public key, as a file or as it is read out [default: the one that --index trusts]
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
}

/// Say what a pack or delta holds, checking nothing but its form
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  firstline bundle info site.flb")]
pub(crate) struct InfoArgs {
    /// The pack or delta
    #[arg(value_name = "FILE")]
    pack: PathBuf,
}

/// A pack that is sound, as told.
#[derive(Debug, Serialize)]
pub(crate) struct PackCheck {
    schema: &'static str,
    #[serde(flatten)]
    pub(crate) info: PackInfo,
    /// Always true: anything else is an error.
    pub(crate) signature_checked: bool,
}

/// What a pack says of itself.
#[derive(Debug, Serialize)]
pub(crate) struct PackInfo {
    /// The file.
    pub(crate) pack: PathBuf,
    /// `generation` or `delta`.
    pub(crate) kind: &'static str,
    /// The day its knowledge base was built.
    pub(crate) built: String,
    /// Version of the program that made it.
    pub(crate) program: String,
    /// Format of the index in it.
    pub(crate) format_version: u32,
    /// Articles of the knowledge base.
    pub(crate) articles: u64,
    /// Its size.
    pub(crate) bytes: u64,
    /// The size of the index that comes of it.
    pub(crate) unpacked: u64,
    /// Name of the key that it says it is signed by.
    pub(crate) key: String,
    /// For a delta, the day of the knowledge base that it leads on from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) base: Option<String>,
    /// For a delta, ids of articles that come.
    pub(crate) added: Vec<String>,
    /// Ids of articles that change.
    pub(crate) changed: Vec<String>,
    /// Ids of articles that go.
    pub(crate) withdrawn: Vec<String>,
    /// What stands in the file behind the header, in order.
    pub(crate) parts: Vec<PartInfo>,
}

/// A part of a pack.
#[derive(Debug, Serialize)]
pub(crate) struct PartInfo {
    /// The files of the index that come of it.
    pub(crate) files: Vec<String>,
    /// Its bytes in the pack.
    pub(crate) bytes: u64,
}

impl PartInfo {
    fn of(part: &Part) -> Self {
        Self {
            files: part.files.clone(),
            bytes: part.size,
        }
    }
}

impl PackInfo {
    fn of(pack: &Pack) -> Self {
        let header = &pack.header;
        let (kind, base, changes) = match &header.content {
            Content::Generation => ("generation", None, Default::default()),
            Content::Delta {
                base_created,
                changes,
                ..
            } => ("delta", Some(date(*base_created)), changes.clone()),
        };
        Self {
            pack: pack.path().to_owned(),
            kind,
            built: date(header.manifest.created),
            program: header.program.clone(),
            format_version: header.manifest.format_version,
            articles: header.manifest.articles,
            bytes: pack.size(),
            unpacked: header.manifest.files.values().map(|file| file.size).sum(),
            key: pack.signed_by().to_string(),
            base,
            added: changes.added,
            changed: changes.changed,
            withdrawn: changes.withdrawn,
            parts: header.parts.iter().map(PartInfo::of).collect(),
        }
    }
}

/// Checks. What is wrong is an error that names it.
pub(super) fn verify(args: &VerifyArgs, context: &Context) -> Result<Outcome, CliError> {
    let key = match (&args.key, &context.settings.index) {
        (Some(named), _) => VerifyingKey::read(named)?,
        (None, Some(index)) => trusted_key(&index.path)?,
        (None, None) => {
            return Err(CliError::usage("Which key do you trust?")
                .hint("name the public key: --key desk.pub")
                .hint("or an index that trusts one already: --index kb"));
        }
    };
    let pack = Pack::open(&args.pack)?;
    pack.check_signature(&key)?;
    pack.check_parts()?;
    let check = PackCheck {
        schema: "firstline.bundle-verify/1",
        info: PackInfo::of(&pack),
        signature_checked: true,
    };
    context.print(&check, text::bundle::pack_checked)?;
    Ok(Outcome::Answered)
}

/// Tells.
pub(super) fn info(args: &InfoArgs, context: &Context) -> Result<Outcome, CliError> {
    let pack = Pack::open(&args.pack)?;
    context.print(&PackInfo::of(&pack), text::bundle::pack_info)?;
    Ok(Outcome::Answered)
}
