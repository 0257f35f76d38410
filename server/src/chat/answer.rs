//! Answers of the engine as chat messages: headline, probability, steps, what not to do, where it
//! stands, what to ask next. The same for all platforms.

use super::conversation::{Action, CaseSoFar};
use super::message::{Choice, Message, Part, PartKind, Weight, clip};
use engine::answer::{
    ArticleAnswer, BlockAnswer, KnownIssue, LookupAnswer, OtherPassage, Passage, Question,
    QuestionAnswer, Remedy, SearchAnswer, SearchResult, Triage, fix_told,
};
use engine::desk::CaseId;
use engine::desk::record::Outcome;

/// Characters of what an article says of the problem; enough to know it again.
const SAID: usize = 500;
/// Entries of lists.
const ENTRIES: usize = 5;

/// A triage: the answer above the threshold, or that there is none, and what to ask next.
#[must_use]
pub fn triage(answer: &Triage, case: CaseSoFar) -> Message {
    let mut message = match answer.issues.first().filter(|_| !answer.abstained) {
        Some(issue) => known_issue(issue, &answer.issues),
        None => nothing_likely(answer),
    };
    if let Some(stop) = &answer.stop {
        message.weight = Weight::Likely;
        let instead = stop.instead.iter().cloned();
        let instead = if answer.issues.is_empty() {
            message.title.clone_from(&stop.title);
            Part::new(PartKind::Steps, "INSTEAD", instead)
        } else {
            Part::new(PartKind::Steps, "STOP", instead).beside(stop.title.clone())
        };
        let say = Part::new(PartKind::Quote, "SAY", [stop.say.clone()]);
        message.parts.splice(0..0, [instead, say]);
    }
    if let Some(priority) = &answer.priority {
        let reason = priority.reason.clone();
        message.push(Part::new(PartKind::Small, "PRIORITY", [reason]));
    }
    let missing = answer.checklist.iter().filter(|item| !item.have);
    let missing = missing.take(ENTRIES).map(|item| item.item.clone());
    if !answer.abstained {
        message.push(Part::new(PartKind::List, "COLLECT", missing).beside("before handing over"));
    }
    if let Some(escalation) = &answer.escalation {
        let to = escalation.to.clone();
        message.push(Part::new(PartKind::Small, "ESCALATE TO", [to]));
    }
    if !answer.withheld.is_empty() {
        let line = "Part of this is restricted here: ask a supervisor, or ask in a closed channel.";
        message.push(Part::new(PartKind::Small, "", [line.to_owned()]));
    }
    let mut case = case;
    if let Some(question) = &answer.question {
        case.asks = Some(question.what.clone());
        ask(&mut message, question);
    }
    let guides = answer.guides.iter().take(2).map(|guide| {
        let label = format!("Walk through: {}", guide.title);
        Choice::new(label, Action::Begin(guide.id.clone()))
    });
    message.options.extend(guides);
    if answer.abstained {
        nearest(&mut message, answer);
    }
    let id = answer.case.as_deref().and_then(|id| id.parse().ok());
    if let Some(id) = id.as_ref().filter(|_| !answer.abstained) {
        message.options.extend(endings(id, answer));
    }
    case.id = id;
    if message.prompt.is_empty() && !message.options.is_empty() {
        message.prompt = "What next?".into();
    }
    message.case = Some(case);
    message
}

/// How the case may have ended, for buttons.
fn endings(id: &CaseId, answer: &Triage) -> impl Iterator<Item = Choice> {
    let issue = answer.issues.first().map(|known| known.id.clone());
    let words = [
        (Outcome::Fixed, "Fixed"),
        (Outcome::FixedUnclear, "Fixed, but unclear"),
        (Outcome::NotFixed, "Not fixed"),
        (Outcome::Escalated, "Escalated"),
    ];
    words.into_iter().map(move |(outcome, words)| {
        let action = Action::End(id.clone(), outcome, issue.clone());
        Choice::new(words, action)
    })
}

fn known_issue(issue: &KnownIssue, all: &[KnownIssue]) -> Message {
    let mut message = Message::titled(issue.title.clone());
    message.weight = Weight::Likely;
    message.article = Some(issue.id.clone());
    message.lead = format!("{} likely · {}", percent(issue.probability), issue.id);
    if let Some(told) = issue.fix.as_deref().and_then(fix_told) {
        message.lead.push_str(&format!(" · {told}"));
    }
    for overruled in &issue.overruled {
        let line = format!(
            "The event says “{}”, and the article says not to: “{}”",
            overruled.advice, overruled.caution.text
        );
        message
            .push(Part::new(PartKind::Caution, "DO NOT", [line]).beside("what the event advises"));
    }
    if let Some(evidence) = issue.evidence.first() {
        message.push(Part::new(
            PartKind::Quote,
            "SAY",
            [clip(&evidence.text, SAID)],
        ));
    }
    match issue.remedies.first() {
        Some(remedy) => remedy_parts(&mut message, remedy, issue.remedies.len() - 1),
        None => {
            let line = "The article gives no steps that can be quoted; read it.".to_owned();
            message.push(Part::new(PartKind::Text, "DO", [line]));
        }
    }
    if let Some(says) = &issue.fix_says {
        let line = format!("“{}” ({})", says.text, says.article);
        message.push(Part::new(PartKind::Small, "FIX", [line]));
    }
    message.options.push(read(&issue.id, ""));
    for other in all.iter().skip(1).take(2) {
        let likely = percent(other.probability);
        let label = format!("Or, {likely} likely: {} ({})", other.title, other.id);
        let choice = Choice::new(label, Action::Show(other.id.clone()));
        message
            .options
            .push(choice.button(format!("Read {}", other.id)));
    }
    message
}

fn remedy_parts(message: &mut Message, remedy: &Remedy, others: usize) {
    let steps = remedy.steps.iter();
    let way = remedy.heading.last().filter(|_| others > 0);
    let mut beside = remedy.risk.told(remedy.risk_unknown).to_owned();
    if let Some(way) = way {
        beside = format!("{way} · {beside}");
    }
    let kind = match remedy.steps.len() {
        1 => PartKind::Text,
        _ => PartKind::Steps,
    };
    let steps = steps.map(|step| step.text.clone());
    message.push(Part::new(kind, "DO", steps).beside(beside));
    let cautions = remedy.cautions.iter();
    let cautions = cautions.map(|caution| caution.text.clone());
    message.push(Part::new(PartKind::Caution, "DO NOT", cautions));
    let mut source = format!(
        "{} · {} · {}",
        remedy.article, remedy.document, remedy.section
    );
    match others {
        0 => {}
        1 => source.push_str(" · one more way in the article"),
        more => source.push_str(&format!(" · {more} more ways in the article")),
    }
    message.push(Part::new(PartKind::Small, "WHERE FROM", [source]));
}

fn nothing_likely(answer: &Triage) -> Message {
    let open = answer
        .question
        .as_ref()
        .is_some_and(|question| question.gain == 0.0);
    let mut message = Message::titled(if open {
        "One question first"
    } else {
        "No known issue fits"
    });
    message.weight = Weight::Nothing;
    message.push(Part::new(PartKind::Text, "", [answer.reason.clone()]));
    message
}

/// The nearest articles of an abstention: to be read, or as a list where a question is asked.
fn nearest(message: &mut Message, answer: &Triage) {
    let nearest = answer.nearest.iter().zip(&answer.nearest_titles).take(3);
    if message.prompt.is_empty() {
        message.prompt = "Nearest, and not held to be the answer:".into();
        message
            .options
            .extend(nearest.map(|(id, title)| read(id, title)));
    } else {
        let entries = nearest.map(|(id, title)| format!("{title} ({id})"));
        let part = Part::new(PartKind::List, "NEAREST", entries);
        message.push(part.beside("not held to be the answer"));
    }
}

fn ask(message: &mut Message, question: &Question) {
    message.prompt.clone_from(&question.text);
    if question.choices.is_empty() {
        message.prompt.push_str(" (reply: answer …)");
    }
    let choices = question.choices.iter();
    let choices = choices.map(|choice| Choice::new(choice, Action::Answer(choice.clone())));
    // The question comes first: its answers get the first numbers.
    message.options.splice(0..0, choices);
}

/// The choice to read an article; its title is said where nothing above says it.
fn read(id: &str, title: &str) -> Choice {
    let label = match title {
        "" => format!("Read {id}"),
        title => format!("{title} ({id})"),
    };
    Choice::new(label, Action::Show(id.to_owned())).button(format!("Read {id}"))
}

/// Results of a search, with the answer above them if the words ask a question that has one.
#[must_use]
pub fn search(words: &str, answer: &SearchAnswer) -> Message {
    if let Some(message) = answer.answer.as_ref().and_then(question_answer) {
        return message;
    }
    if answer.results.is_empty() {
        let mut message = Message::titled("Nothing found");
        message.weight = Weight::Nothing;
        let line = format!("No article has the words “{words}”.");
        message.push(Part::new(PartKind::Text, "", [line]));
        return message;
    }
    let mut message = Message::titled("Articles by words");
    if let Some(corrected) = answer.corrections.first() {
        message.lead = format!("“{}” was read as “{}”", corrected.from, corrected.to);
    }
    for result in answer.results.iter().take(ENTRIES) {
        let label = format!("{} ({})", result.title, result.id);
        message.push(Part::new(
            PartKind::Quote,
            &label,
            [clip(&result.passage.text, 280)],
        ));
        message.options.push(read(&result.id, ""));
    }
    message.prompt = "Read one?".into();
    message
}

/// The answer to a question, if there is one.
#[must_use]
pub fn question_answer(answer: &QuestionAnswer) -> Option<Message> {
    let result = answer.result.as_ref().filter(|_| !answer.abstained)?;
    let mut message = Message::titled(result.title.clone());
    // A passage answers whoever asks; it has no probability by which a channel should hear it.
    message.article = Some(result.id.clone());
    message.lead = format!("the passage that answers · {}", result.id);
    passage(&mut message, result, &result.passage);
    for other in answer.also.iter().take(2) {
        also(&mut message, other);
    }
    message.options.push(read(&result.id, ""));
    message.prompt = "What next?".into();
    Some(message)
}

fn passage(message: &mut Message, result: &SearchResult, passage: &Passage) {
    if let Some(cell) = passage.cell.as_ref().filter(|cell| !cell.value.is_empty()) {
        let line = format!("{}, {}: {}", cell.row, cell.column, cell.value);
        message.push(Part::new(PartKind::Text, "ANSWER", [line]).beside(cell.table.clone()));
        if let Some(other) = &cell.alternative {
            let line = format!("{}: {}", other.row, other.value);
            message.push(Part::new(PartKind::Text, "INSTEAD", [line]));
        }
    }
    message.push(Part::new(
        PartKind::Quote,
        "ARTICLE",
        [passage.text.clone()],
    ));
    let cautions = passage.cautions.iter();
    let cautions = cautions.map(|caution| caution.text.clone());
    message.push(Part::new(PartKind::Caution, "DO NOT", cautions));
    if let Some(gap) = &passage.gap {
        message.push(Part::new(
            PartKind::Small,
            "LOST IN THE SOURCE",
            [gap.reason.clone()],
        ));
    }
    let mut heading = vec![result.document.clone()];
    heading.extend(passage.heading.iter().cloned());
    message.push(Part::new(
        PartKind::Small,
        "WHERE FROM",
        [heading.join(" > ")],
    ));
}

fn also(message: &mut Message, other: &OtherPassage) {
    let label = if other.recovers {
        "STATED ELSEWHERE"
    } else {
        "ALSO"
    };
    let part = Part::new(PartKind::Quote, label, [other.text.clone()]);
    message.push(part.beside(other.heading.join(" > ")));
}

/// An article: what it is about, what to do, what not to do, what it lost.
#[must_use]
pub fn article(answer: &ArticleAnswer) -> Message {
    /// Roles that say what to look at and what to do.
    const TELLING: [&str; 6] = [
        "symptoms",
        "cause",
        "resolution",
        "workaround",
        "status",
        "summary",
    ];
    let mut message = Message::titled(if answer.title.is_empty() {
        answer.id.clone()
    } else {
        answer.title.clone()
    });
    message.article = Some(answer.id.clone());
    let mut lead = vec![answer.id.clone()];
    lead.extend(answer.date.clone());
    lead.extend(answer.products.first().cloned());
    message.lead = lead.join(" · ");
    let telling = |role: &str| TELLING.contains(&role);
    let any = answer.sections.iter().any(|section| telling(&section.role));
    let shown = answer
        .sections
        .iter()
        .filter(|section| !any || telling(&section.role));
    for section in shown {
        let label = match section.heading.last() {
            Some(heading) => heading.to_uppercase(),
            None => section.role.to_uppercase(),
        };
        blocks(&mut message, &label, &section.blocks);
    }
    if answer.sections.is_empty() {
        let line = "There is more of it than may be shown here.".to_owned();
        message.push(Part::new(PartKind::Small, "", [line]));
    }
    let gaps = answer.gaps.iter().take(3).map(|gap| gap.announced.clone());
    message.push(Part::new(PartKind::List, "LOST IN THE SOURCE", gaps));
    message
}

/// Blocks as parts, the first under a label.
pub(super) fn blocks(message: &mut Message, label: &str, blocks: &[BlockAnswer]) {
    let mut label = label.to_owned();
    for block in blocks {
        let (kind, own) = match block.kind.as_str() {
            "steps" => (PartKind::Steps, ""),
            "list" => (PartKind::List, ""),
            "caution" => (PartKind::Caution, "DO NOT"),
            _ => (PartKind::Text, ""),
        };
        let mut lines = Vec::new();
        if !block.text.is_empty() {
            lines.push(block.text.clone());
        }
        items(block, &mut lines);
        if let Some(table) = &block.table {
            let rows = table.rows.iter().map(|row| row.join(" | "));
            lines.extend(std::iter::once(table.header.join(" | ")).chain(rows));
        }
        let heading = if own.is_empty() {
            std::mem::take(&mut label)
        } else {
            own.to_owned()
        };
        message.push(Part::new(kind, &heading, lines));
    }
}

/// Entries, with what stands below them in the same line: chat has no room for depth.
fn items(block: &BlockAnswer, lines: &mut Vec<String>) {
    for item in &block.items {
        let mut text = item.text.clone();
        let below = item.children.iter().map(|child| &child.text);
        for child in below.filter(|text| !text.is_empty()) {
            text.push_str(" — ");
            text.push_str(child);
        }
        lines.push(text);
        for child in &item.children {
            let entries = child.items.iter().map(|item| format!("– {}", item.text));
            lines.extend(entries);
        }
    }
}

/// What is known of an identifier.
#[must_use]
pub fn lookup(answer: &LookupAnswer) -> Message {
    let mut message = Message::titled(format!("{} {}", answer.kind, answer.value));
    if answer.hits.is_empty() && answer.cards.is_empty() {
        message.title = format!("{} {} is in no article", answer.kind, answer.value);
        message.weight = Weight::Nothing;
        return message;
    }
    message.lead = match answer.hits.len() {
        1 => "in one place".into(),
        count => format!("in {count} places"),
    };
    if answer.readings.len() > 1 {
        let readings = answer.readings.iter().take(ENTRIES).cloned();
        message.push(Part::new(PartKind::List, "READ AS", readings));
    }
    for card in answer.cards.iter().take(3) {
        let effect = card
            .effect
            .iter()
            .take(2)
            .map(|quote| format!("{} ({})", quote.text, quote.article));
        message.push(
            Part::new(PartKind::Text, &card.syntax.text, effect)
                .beside(card.risk.told(card.risk_unknown)),
        );
        let cautions = card.cautions.iter().map(|caution| caution.text.clone());
        message.push(Part::new(PartKind::Caution, "DO NOT", cautions));
    }
    let mut seen: Vec<&str> = Vec::new();
    for hit in &answer.hits {
        if seen.contains(&hit.article.as_str()) || seen.len() >= ENTRIES {
            continue;
        }
        seen.push(&hit.article);
        let label = format!("{} ({})", hit.title, hit.article);
        message.push(Part::new(PartKind::Quote, &label, [hit.text.clone()]));
        message.options.push(read(&hit.article, ""));
    }
    let more = answer
        .hits
        .iter()
        .filter(|hit| !seen.contains(&hit.article.as_str()));
    let more = more.count();
    if more > 0 {
        let narrow = match answer.kind.as_str() {
            "event" => ": name the source to see its own",
            _ => "",
        };
        message.push(Part::new(
            PartKind::Small,
            "",
            [format!("… and {more} more{narrow}")],
        ));
    }
    if !message.options.is_empty() {
        message.prompt = "Read one?".into();
    }
    message
}

fn percent(probability: f64) -> String {
    format!("{:.0} %", (probability * 100.0).clamp(1.0, 99.0))
}

#[cfg(test)]
#[path = "answer_tests.rs"]
mod tests;
