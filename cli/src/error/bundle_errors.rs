//! Errors of packs, deltas and their keys, with what to try next.

use super::{CliError, Kind};
use engine::bundle::BundleError;

impl From<BundleError> for CliError {
    fn from(error: BundleError) -> Self {
        let told = |heading: String| Self::new(Kind::Pack, heading);
        match error {
            BundleError::Engine(error) => error.into(),
            BundleError::NotAPack { ref path } => told(format!("{} is no pack", path.display()))
                .hint("a pack is made by firstline bundle create and ends in .flb as a rule"),
            BundleError::Format { ref path, .. } => {
                told(format!("{} has another format", path.display()))
                    .because(error)
                    .hint("install it with the version of the program that made it, or a later one")
            }
            BundleError::Length { ref path, .. } => {
                told(format!("{} is not whole", path.display()))
                    .because(error)
                    .hint("copy it again")
            }
            BundleError::Damaged { ref path, .. } => told(format!("{} is damaged", path.display()))
                .because(error)
                .hint("copy it again; what is installed stays as it is"),
            BundleError::WrongKey { ref path, .. } => {
                told(format!("{} is signed by another key", path.display()))
                    .because(error)
                    .hint("ask whoever makes your packs which key is theirs; what is installed stays as it is")
            }
            BundleError::Signature { ref path, .. } => {
                told(format!("{} is not what its key signed", path.display()))
                    .because(error)
                    .hint("copy it again, and do not install it if that does not help")
            }
            BundleError::Key { .. } => Self::usage("The key cannot be used")
                .because(error)
                .hint("make a pair: firstline bundle key --out desk"),
            BundleError::NoTrust { ref path } => {
                Self::usage(format!("{} trusts no key yet", path.display()))
                    .hint("name the public key of whoever makes your packs: --key desk.pub")
            }
            BundleError::Derived { .. } => told("The pack cannot be installed here".to_owned())
                .because(error)
                .hint("install it with the version of the program that made it")
                .hint("or have it made with --plain, which any version installs"),
            BundleError::OtherBase { .. } => {
                told("The delta does not fit what is installed".to_owned())
                    .because(error)
                    .hint("install the deltas in their order, or a whole pack")
            }
            BundleError::Older { .. } => told("The pack is older than what is installed".into())
                .because(error)
                .hint("to go back all the same: --allow-older"),
            other => told("The pack cannot be used".to_owned()).because(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_error_names_what_is_wrong_and_what_to_try() {
        let path = || std::path::PathBuf::from("site.flb");
        for (error, kind, heading, hint) in [
            (
                BundleError::NotAPack { path: path() },
                Kind::Pack,
                "site.flb is no pack",
                "bundle create",
            ),
            (
                BundleError::Damaged {
                    path: path(),
                    part: "ids.fst".into(),
                    reason: "it is not what was signed".into(),
                },
                Kind::Pack,
                "site.flb is damaged",
                "copy it again",
            ),
            (
                BundleError::NoTrust { path: "kb".into() },
                Kind::Usage,
                "kb trusts no key yet",
                "--key desk.pub",
            ),
        ] {
            let told = CliError::from(error);
            assert_eq!(told.kind, kind);
            assert_eq!(told.heading, heading);
            assert!(told.hints.join("\n").contains(hint), "{told:?}");
        }
    }
}
