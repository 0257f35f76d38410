//! `firstline bundle key`: the pair of keys that packs are signed and checked with.

use crate::commands::{Context, Outcome};
use crate::error::CliError;
use crate::output::text;
use clap::Args;
use engine::bundle::SigningKey;
use serde::Serialize;
use std::path::PathBuf;

/// Make a pair of keys: NAME.key signs packs and stays secret, NAME.pub checks them
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  firstline bundle key --out desk
The files are those of minisign (`minisign -G -W` makes the same); the key has no password.")]
pub(crate) struct KeyArgs {
    /// Name of the two files, without their endings
    #[arg(long, short, value_name = "NAME")]
    out: PathBuf,
}

/// A pair of keys as told.
#[derive(Debug, Serialize)]
pub(crate) struct KeyMade {
    schema: &'static str,
    /// Name of the key.
    pub(crate) key: String,
    /// The file of the secret half.
    pub(crate) secret: PathBuf,
    /// The file of the public half.
    pub(crate) public: PathBuf,
    /// The public half itself.
    pub(crate) base64: String,
}

/// Makes the pair.
pub(super) fn run(args: &KeyArgs, context: &Context) -> Result<Outcome, CliError> {
    let with_ending = |ending: &str| {
        // Who names the secret file means both.
        let name = args.out.extension().filter(|ending| *ending == "key");
        let name = name.map_or(args.out.clone(), |_| args.out.with_extension(""));
        let mut path = name.into_os_string();
        path.push(ending);
        PathBuf::from(path)
    };
    let key = SigningKey::create()?;
    let public = key.public()?;
    let made = KeyMade {
        schema: "firstline.bundle-key/1",
        key: key.id().to_string(),
        secret: with_ending(".key"),
        public: with_ending(".pub"),
        base64: public.base64(),
    };
    key.write(&made.secret, &made.public)?;
    context.print(&made, text::bundle::key_made)?;
    Ok(Outcome::Answered)
}
