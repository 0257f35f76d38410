//! Typed things found in text, and content that is missing from it.

use super::Span;
use serde::{Deserialize, Serialize};

/// A typed thing found in the text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// What it is.
    pub value: FactValue,
    /// The words as written.
    pub text: String,
    /// Where they stand.
    pub span: Span,
    /// The systems on which it holds, if the text limits it (`Windows XP SP2`).
    pub scope: Vec<String>,
}

/// A typed value. Identifiers are exact: nothing here is ever stemmed, fuzzed or split.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FactValue {
    /// An event log entry; its identity is provider, channel and number together.
    Event {
        /// The event source as written (`MSExchangeDS`).
        provider: Option<String>,
        /// The log (`Application`, `System`, `Security`).
        channel: Option<String>,
        /// The event id.
        number: u32,
    },
    /// An error code; hex, decimal and signed notations of one 32-bit pattern are one value.
    ErrorCode {
        /// The value as an unsigned pattern.
        value: u64,
        /// A symbolic name (`MAPI_E_NOT_FOUND`).
        symbol: Option<String>,
    },
    /// A TCP or UDP port.
    Port {
        /// The port number.
        number: u16,
        /// The protocol, if named.
        protocol: Option<Protocol>,
    },
    /// An IP protocol number (50 ESP, 51 AH).
    IpProtocol {
        /// The number.
        number: u8,
    },
    /// A registry key, perhaps with a value and data.
    Registry {
        /// The key, hive abbreviated (`HKLM\System\…`), as written otherwise.
        key: String,
        /// The value's name.
        value: Option<String>,
        /// The data that the text gives it.
        data: Option<String>,
    },
    /// A command line, verbatim.
    Command {
        /// The whole line.
        line: String,
    },
    /// A file name or path.
    File {
        /// As written.
        name: String,
    },
    /// A Windows service.
    Service {
        /// As written.
        name: String,
    },
    /// Another article.
    Kb {
        /// The canonical id (`Q167128`).
        id: String,
    },
    /// A product named in the text.
    Product {
        /// The name.
        name: String,
        /// The version, if named.
        version: Option<String>,
    },
}

/// A transport protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Protocol {
    /// Transmission Control Protocol.
    Tcp,
    /// User Datagram Protocol.
    Udp,
}

/// Content that the source lost.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Gap {
    /// What is missing.
    pub kind: GapKind,
    /// The text that announces it; the content is missing right behind its end.
    pub span: Span,
    /// That text.
    pub announced: String,
    /// Why it is held to be missing, in a few words for a person.
    pub reason: String,
}

/// What is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum GapKind {
    /// A list or steps, announced and absent.
    List,
    /// A table whose caption stands alone.
    Table,
    /// A figure without an image.
    Figure,
    /// A value cut off, such as the end of a registry path.
    Value,
    /// A sentence without its end.
    Sentence,
    /// The end of the document.
    Ending,
}

/// A pointer to another article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// The canonical id of the article pointed at (`Q167128`), or a title for others.
    pub target: String,
    /// The words by which it is pointed at: its title, or the phrase of the sentence.
    pub words: String,
    /// Where the pointer stands.
    pub span: Span,
    /// The address printed with it.
    pub url: Option<String>,
}

impl Reference {
    /// True if it leads to a page of the web, which no knowledge base has to hold; an article that
    /// is named by its number is none, wherever its address leads.
    #[must_use]
    pub fn is_web(&self) -> bool {
        let numbered = self.target.strip_prefix('Q').is_some_and(|digits| {
            digits.len() > 3 && digits.bytes().all(|byte| byte.is_ascii_digit())
        });
        let url = self.url.as_deref().unwrap_or_default();
        let schemes = ["http://", "https://", "//"];
        !numbered && schemes.iter().any(|scheme| url.starts_with(scheme))
    }

    /// The path by which it leads to another document, as written, without its fragment; none for
    /// folders, and for files that are no documents.
    #[must_use]
    pub fn document_path(&self) -> Option<&str> {
        const ENDINGS: &[&str] = &["md", "mdx", "markdown", "htm", "html", "xhtml", "txt"];
        let url = self.url.as_deref().filter(|_| !self.is_web())?;
        let path = url.split(['#', '?']).next()?;
        let (_, ending) = path.rsplit_once('.')?;
        let is_document = ENDINGS
            .iter()
            .any(|known| ending.eq_ignore_ascii_case(known));
        (is_document && !path.contains(':')).then_some(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_lead_to_the_web_to_documents_or_to_numbers() {
        for (target, url, is_web, path) in [
            ("weft", Some("weft.md#fix"), false, Some("weft.md")),
            ("sub", Some("sub/"), false, None),
            ("loom.yaml", Some("sub/loom.yaml"), false, None),
            ("site", Some("https://example.org/x.md"), true, None),
            (
                "Q123456",
                Some("http://example.org/?id=123456"),
                false,
                None,
            ),
            ("Q123456", None, false, None),
        ] {
            let reference = Reference {
                target: target.into(),
                words: String::new(),
                span: Span::default(),
                url: url.map(String::from),
            };
            assert_eq!(reference.is_web(), is_web, "{target}");
            assert_eq!(reference.document_path(), path, "{target}");
        }
    }
}
