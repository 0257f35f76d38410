//! Tests of `remedy`, on invented texts.

use super::*;
use corpus::article::{Encoding, Format, Item, Meta};

/// An article from lines: `# Role Heading / …`, `1. step`, `1.. nested`, `- item`, `! caution`,
/// `$ code`, other lines are paragraphs. Spans count lines, so that order can be seen.
fn article(kind: Option<ArticleKind>, text: &str) -> Article {
    let mut sections: Vec<Section> = Vec::new();
    for (line, words) in text.lines().map(str::trim).enumerate() {
        let span = Span::new(line, line + 1);
        if let Some(heading) = words.strip_prefix("# ") {
            let heading: Vec<String> = heading.split(" / ").map(str::to_owned).collect();
            sections.push(Section {
                role: role(&heading[0]),
                heading,
                span,
                blocks: Vec::new(),
                audience: None,
            });
        } else if let Some(section) = sections.last_mut() {
            add(&mut section.blocks, words, span);
        }
    }
    Article {
        id: "L1".into(),
        title: "Loom".into(),
        title_span: Span::default(),
        part_of: None,
        span: Span::default(),
        meta: Meta {
            kind,
            ..Meta::default()
        },
        sections,
        facts: Vec::new(),
        gaps: Vec::new(),
        references: Vec::new(),
    }
}

fn role(heading: &str) -> Role {
    match heading {
        "Resolution" | "Mitigation" => Role::Resolution,
        "Workaround" => Role::Workaround,
        "Diagnosis" => Role::Diagnosis,
        "Cause" => Role::Cause,
        _ => Role::Other,
    }
}

fn add(blocks: &mut Vec<Block>, words: &str, span: Span) {
    let item = |label: &str, text: &str| Item {
        label: label.into(),
        text: text.into(),
        span,
        children: Vec::new(),
    };
    if let Some(text) = words.strip_prefix("1.. ") {
        if let Some(Body::Steps(items)) = blocks.last_mut().map(|block| &mut block.body) {
            add(&mut items.last_mut().unwrap().children, text, span);
        }
        return;
    }
    let counted = |words: &str| {
        let (label, text) = words.split_once(". ")?;
        label.parse::<u32>().ok()?;
        Some(item(label, text))
    };
    let body = if let Some(item) = counted(words) {
        if let Some(Body::Steps(items)) = blocks.last_mut().map(|block| &mut block.body) {
            return items.push(item);
        }
        Body::Steps(vec![item])
    } else if let Some(text) = words.strip_prefix("- ") {
        if let Some(Body::List(items)) = blocks.last_mut().map(|block| &mut block.body) {
            return items.push(item("-", text));
        }
        Body::List(vec![item("-", text)])
    } else if let Some(text) = words.strip_prefix("! ") {
        Body::Caution(text.into())
    } else if let Some(text) = words.strip_prefix("$ ") {
        Body::Code {
            language: None,
            text: text.into(),
        }
    } else {
        Body::Paragraph(words.into())
    };
    blocks.push(Block { span, body });
}

fn told(kind: Option<ArticleKind>, text: &str) -> String {
    let document = Document {
        name: "loom.txt".into(),
        format: Format::Plain,
        encoding: Encoding::Utf8,
        bytes: Vec::new(),
        articles: Vec::new(),
        parts: Vec::new(),
        warnings: Vec::new(),
    };
    let mut told = String::new();
    for remedy in remedies(&document, &article(kind, text)) {
        told += &format!(
            "{} {:?} ({})\n",
            remedy.heading.join(" / "),
            remedy.risk,
            remedy.risk_reason
        );
        for step in &remedy.steps {
            told += &format!("  {} {}\n", step.span.start, step.text.replace('\n', " "));
        }
        for caution in &remedy.cautions {
            told += &format!("  ! {}\n", caution.text);
        }
    }
    told
}

#[test]
fn methods_are_remedies_and_the_safest_comes_first() {
    insta::assert_snapshot!(told(None, "# Cause\nThe yarn is wet.\n# Resolution\nTo resolve this problem, use one of the following methods.\nMethod 1\n1. Stop the loom service.\n1. Rename the yarn file.\n1.. Type this:\n1.. $ ren yarn.dat yarn.old\n! WARNING: The loom must be empty.\nMethod 2: Ping the loom.\n# Workaround\nWait a day.\n-or-\nReplace the driver of the loom."), @r"
    Resolution / Method 2: Ping the loom. ReadOnly (it only looks)
      10 Method 2: Ping the loom.
      ! WARNING: The loom must be empty.
    Workaround ReadOnly (it only looks)
      12 Wait a day.
    Resolution / Method 1 Disruptive (whoever uses it is interrupted)
      5 Stop the loom service.
      6 Rename the yarn file. Type this: ren yarn.dat yarn.old
      ! WARNING: The loom must be empty.
    Workaround Disruptive (what is installed replaces parts in use and may need a restart)
      14 Replace the driver of the loom.
    ");
}

#[test]
fn a_step_keeps_its_paragraphs() {
    insta::assert_snapshot!(told(None, "# Resolution\n1. Type this:\n1.. $ loom /stop\n1.. The lamp goes out.\n2. Open the vat.\nThe dye is blue.\n$ vat /look\n3. Close the vat.\nRestart the loom.\n1. Look at the lamp."), @r"
    Resolution Reversible (it changes something that can be set back)
      1 Type this: loom /stop The lamp goes out.
      4 Open the vat. The dye is blue. vat /look
      7 Close the vat.
      8 Restart the loom.
      9 Look at the lamp.
    ");
}

#[test]
fn further_reading_is_no_step() {
    insta::assert_snapshot!(told(None, "# Resolution\nInstall the update. For more information about updates, see the manual.\nFor additional information, please see the following article in the Loom Knowledge Base:\nQ900001 All About Warps\nFor more information on dyes, see the article on dyes."), @r"
    Resolution Disruptive (what is installed replaces parts in use and may need a restart)
      1 Install the update. For more information about updates, see the manual.
    ");
}

#[test]
fn a_choice_makes_every_entry_a_remedy() {
    insta::assert_snapshot!(told(None, "# Resolution\nUse one of the following methods:\n- Restart the loom server.\n- Change the colour."), @r"
    Resolution Reversible (it changes something that can be set back)
      3 Change the colour.
    Resolution Disruptive (whoever uses it is interrupted)
      2 Restart the loom server.
    ");
}

#[test]
fn prose_and_lead_ins() {
    insta::assert_snapshot!(told(None, "# Resolution\nThis is by design.\nInstall the update.\n# Workaround\nTo work around this, follow these steps:\n1. View the log.\n1. Click Dye.\n1.. -or-\n1.. Press D.\nThe yarn is dry now.\nRestart the computer."), @r"
    Resolution Disruptive (what is installed replaces parts in use and may need a restart)
      1 This is by design.
      2 Install the update.
    Workaround Disruptive (whoever uses it is interrupted)
      5 View the log.
      6 Click Dye. -or- Press D.
      10 Restart the computer.
    ");
}

#[test]
fn runbooks_diagnose_and_mitigate() {
    insta::assert_snapshot!(told(None, "# Diagnosis\nLook at the yarn.\n# Diagnosis / Step 1: Pods\n$ oc get pods\n# Diagnosis / Step 2: Logs\n$ oc logs loom-1\n# Mitigation / Step 1: Drain\n$ oc adm drain node-1\n# Mitigation / Step 2: Wait\nWait until it is empty."), @r"
    Diagnosis ReadOnly (it only looks)
      1 Look at the yarn.
      3 oc get pods
      5 oc logs loom-1
    Mitigation / Step 1: Drain Disruptive (what runs there moves away)
      7 oc adm drain node-1
      9 Wait until it is empty.
    ");
}

#[test]
fn how_to_articles_give_the_steps_of_any_section() {
    insta::assert_snapshot!(told(Some(ArticleKind::HowTo), "# Dyeing\n1. Open the vat.\n1. Add the dye.\n# Notes\nDyes are old.\n# Cause\n1. Never here."), @r"
    Dyeing Reversible (it changes something that can be set back)
      1 Open the vat.
      2 Add the dye.
      ! Never here.
    ");
}

#[test]
fn cautions_travel_with_what_they_limit() {
    insta::assert_snapshot!(told(None, "# Introduction\nThe loom service should be stopped only as a last resort.\n# Resolution / Check\nDo not wash the yarn.\n1. View the log of the loom service.\n1. Restart the loom service. Do not delete the log.\n# Resolution / Clean\n1. Delete the file of the vat.\n1. Do not restart the loom service.\n# Resolution / Look\n1. View the vat."), @r"
    Resolution / Look ReadOnly (it only looks)
      10 View the vat.
      ! The loom service should be stopped only as a last resort.
    Resolution / Check Disruptive (whoever uses it is interrupted)
      4 View the log of the loom service.
      5 Restart the loom service. Do not delete the log.
      ! The loom service should be stopped only as a last resort.
      ! Do not wash the yarn.
      ! Restart the loom service. Do not delete the log.
      ! Do not restart the loom service.
    Resolution / Clean Destructive (what is deleted is gone)
      7 Delete the file of the vat.
      ! The loom service should be stopped only as a last resort.
      ! Do not restart the loom service.
    ");
}
