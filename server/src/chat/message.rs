//! A message before a platform sets it: plain texts with a meaning, and what can be chosen.
//!
//! Texts are as the engine gave them, with nothing escaped; a platform escapes all of them. A
//! platform that has less room than a message needs takes [`Message::cut`] of it.

use super::conversation::{Action, CaseSoFar, Turn};

/// A message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Message {
    /// The one line to read first.
    pub title: String,
    /// A short line below it.
    pub lead: String,
    /// The rest, in order.
    pub parts: Vec<Part>,
    /// What is asked of the reader, if anything.
    pub prompt: String,
    /// What can be chosen.
    pub options: Vec<Choice>,
    /// The case it answers, if it can be followed up.
    pub case: Option<CaseSoFar>,
    /// The session it shows, if it does.
    pub session: Option<String>,
    /// The article it rests on, for a link.
    pub article: Option<String>,
    /// Who is to read it.
    pub weight: Weight,
}

/// How much a message matters, to decide who sees it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Nothing likely enough was found.
    Nothing,
    /// An answer to whoever asked for just this: a list, an article, help.
    #[default]
    Asked,
    /// A known issue above the threshold, or a warning: everyone in the channel should know.
    Likely,
}

/// A part of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What it is; decides how it is set.
    pub kind: PartKind,
    /// A label such as `DO`; may be empty.
    pub label: String,
    /// A few words beside the label; may be empty.
    pub beside: String,
    /// Lines, steps or entries.
    pub lines: Vec<String>,
}

/// What a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartKind {
    /// Text.
    Text,
    /// Words of an article.
    Quote,
    /// Steps, to be numbered.
    Steps,
    /// Entries of a list.
    List,
    /// What must not be done.
    Caution,
    /// Where it stands, and other small print.
    Small,
}

/// Something to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What it says.
    pub label: String,
    /// What a button says, on which less fits.
    pub button: String,
    /// What it does.
    pub action: Action,
}

/// How much room there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// Characters of a line.
    pub line: usize,
    /// Characters of all lines of a part.
    pub part: usize,
    /// Lines of a part.
    pub lines: usize,
    /// Parts.
    pub parts: usize,
    /// Options.
    pub options: usize,
}

impl Room {
    /// From much to little; the first is what people can read, the last fits everywhere.
    pub const ALL: [Self; 4] = [
        Self::new(1200, 2400, 30, 16, 10),
        Self::new(700, 1500, 20, 14, 10),
        Self::new(350, 800, 10, 12, 8),
        Self::new(150, 400, 5, 10, 5),
    ];

    const fn new(line: usize, part: usize, lines: usize, parts: usize, options: usize) -> Self {
        Self {
            line,
            part,
            lines,
            parts,
            options,
        }
    }
}

impl Choice {
    /// A choice whose button says all of it, if that fits.
    #[must_use]
    pub fn new(label: impl Into<String>, action: Action) -> Self {
        let label = label.into();
        Self {
            button: label.clone(),
            label,
            action,
        }
    }

    /// Says less on its button.
    #[must_use]
    pub fn button(mut self, button: impl Into<String>) -> Self {
        self.button = button.into();
        self
    }
}

impl Part {
    /// A part of a kind with a label.
    #[must_use]
    pub fn new(kind: PartKind, label: &str, lines: impl IntoIterator<Item = String>) -> Self {
        Self {
            kind,
            label: label.to_owned(),
            beside: String::new(),
            lines: lines
                .into_iter()
                .map(|line| tidy(&line))
                .filter(|line| !line.is_empty())
                .collect(),
        }
    }

    /// Says something beside the label.
    #[must_use]
    pub fn beside(mut self, beside: impl Into<String>) -> Self {
        self.beside = beside.into();
        self
    }

    fn cut(&self, room: Room) -> Self {
        let mut lines = Vec::new();
        let mut left = room.part;
        for line in self.lines.iter().take(room.lines) {
            let line = clip(line, room.line.min(left));
            left = left.saturating_sub(length(&line) + 1);
            lines.push(line);
            if left == 0 {
                break;
            }
        }
        let missing = self.lines.len() - lines.len();
        if missing > 0 {
            let what = match self.kind {
                PartKind::Steps if missing == 1 => "step",
                PartKind::Steps => "steps",
                PartKind::Caution if missing == 1 => "warning",
                PartKind::Caution => "warnings",
                _ => "more",
            };
            let more = if what == "more" { "" } else { "more " };
            lines.push(format!("… {missing} {more}{what}: read the article"));
        }
        Self {
            lines,
            label: clip(&self.label, 150),
            beside: clip(&self.beside, 120),
            ..self.clone()
        }
    }
}

impl Message {
    /// A message of a title alone.
    #[must_use]
    pub fn titled(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            ..Self::default()
        }
    }

    /// Adds a part, unless it has nothing to say.
    pub fn push(&mut self, part: Part) {
        if !part.lines.is_empty() {
            self.parts.push(part);
        }
    }

    /// The message cut to a room. What must not be done is cut last: of parts too many, others go
    /// first.
    #[must_use]
    pub fn cut(&self, room: Room) -> Self {
        let mut kept: Vec<usize> = (0..self.parts.len()).collect();
        while kept.len() > room.parts {
            let last = kept.iter().rposition(|&place| {
                let part = self.parts.get(place);
                part.is_some_and(|part| part.kind != PartKind::Caution)
            });
            kept.remove(last.unwrap_or(kept.len() - 1));
        }
        let parts = kept.iter().filter_map(|&place| self.parts.get(place));
        let options = self.options.iter().take(room.options);
        Self {
            title: clip(&tidy(&self.title), 140),
            lead: clip(&tidy(&self.lead), 300),
            parts: parts.map(|part| part.cut(room)).collect(),
            prompt: clip(&tidy(&self.prompt), 600.min(room.part)),
            options: options
                .map(|option| Choice {
                    label: clip(&tidy(&option.label), room.line.min(200)),
                    button: clip(&tidy(&option.button), room.line.min(75)),
                    action: option.action.clone(),
                })
                .collect(),
            ..self.clone()
        }
    }

    /// The largest cut of the message that `fits`; the smallest if none does.
    pub fn fitted<T>(&self, set: impl Fn(&Self) -> T, fits: impl Fn(&T) -> bool) -> T {
        let [first, rest @ ..] = Room::ALL;
        let mut made = set(&self.cut(first));
        for room in rest {
            if fits(&made) {
                break;
            }
            made = set(&self.cut(room));
        }
        made
    }

    /// What can be said next, to be remembered; none if nothing can. Options that the smallest
    /// room leaves out can be chosen by number all the same.
    #[must_use]
    pub fn turn(&self) -> Option<Turn> {
        let can_follow = self.case.is_some() || self.session.is_some() || !self.options.is_empty();
        can_follow.then(|| Turn {
            case: self.case.clone(),
            session: self.session.clone(),
            options: self
                .options
                .iter()
                .map(|option| option.action.clone())
                .collect(),
        })
    }
}

/// Characters as chat platforms count them: units of UTF-16, of which an emoji has two.
#[must_use]
pub fn length(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// At most `most` characters, the last an ellipsis where something is missing.
#[must_use]
pub fn clip(text: &str, most: usize) -> String {
    if text.len() <= most || length(text) <= most {
        return text.to_owned();
    }
    let mut left = most.saturating_sub(1);
    let kept = text.chars().take_while(|letter| {
        let fits = letter.len_utf16() <= left;
        left = left.saturating_sub(letter.len_utf16());
        fits
    });
    let mut cut: String = kept.collect();
    cut.truncate(cut.trim_end().len());
    cut.push('…');
    cut
}

/// One line: line ends and other control characters become spaces, and characters that turn the
/// direction of writing or cannot be seen go, since they could make a step read as another.
#[must_use]
pub fn tidy(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for letter in text.chars() {
        let is_hidden = matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{ad}');
        if is_hidden {
            continue;
        }
        if letter.is_whitespace() || letter.is_control() {
            if !line.is_empty() && !line.ends_with(' ') {
                line.push(' ');
            }
        } else {
            line.push(letter);
        }
    }
    line.truncate(line.trim_end().len());
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn texts_become_one_line_that_reads_as_written() {
        for (text, line) in [
            ("a\n b\tc", "a b c"),
            ("\u{202e}evil", "evil"),
            ("zero\u{200b}width", "zerowidth"),
            ("\0nul\u{7}", "nul"),
            ("  ", ""),
        ] {
            assert_eq!(tidy(text), line, "{text:?}");
        }
        assert_eq!(clip("abc", 3), "abc");
        assert_eq!(clip("abcd", 3), "ab…");
        assert_eq!(clip("äöü", 2), "ä…");
    }

    #[test]
    fn warnings_go_last() {
        let mut message = Message::titled("t");
        for number in 0..40 {
            message.push(Part::new(PartKind::Text, "", [number.to_string()]));
        }
        message.push(Part::new(PartKind::Caution, "DO NOT", ["stop".to_owned()]));
        let cut = message.cut(Room::ALL[3]);
        assert_eq!(cut.parts.len(), Room::ALL[3].parts);
        assert_eq!(cut.parts.last().unwrap().kind, PartKind::Caution);
    }

    proptest! {
        #[test]
        fn a_cut_message_keeps_to_its_room(
            lines in proptest::collection::vec("\\PC{0,400}", 0..60),
            title in "\\PC{0,400}",
        ) {
            let mut message = Message::titled(title);
            message.push(Part::new(PartKind::Steps, "DO", lines));
            for room in Room::ALL {
                let cut = message.cut(room);
                prop_assert!(length(&cut.title) <= 140);
                for part in &cut.parts {
                    prop_assert!(part.lines.len() <= room.lines + 1);
                    let all: usize = part.lines.iter().map(|line| length(line)).sum();
                    prop_assert!(all <= room.part + 60, "{all}");
                }
            }
        }
    }
}
