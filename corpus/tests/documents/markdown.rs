//! Markdown documents.

use crate::check::check;
use crate::show::show;
use corpus::article::{Audience, Body, Document, Format};
use corpus::{ReadOptions, read};

fn read_markdown(name: &str, text: &str) -> Document {
    let document = read(name, text.as_bytes().to_vec(), &ReadOptions::default()).unwrap();
    assert_eq!(document.format, Format::Markdown);
    check(&document);
    document
}

const RUNBOOK: &str = "\
---
title: Spooler queue stuck
id: spooler-stuck
products: [Print Server 2.0 SP1]
audience: tier1
---

# SpoolerQueueStuck

Fires when a job stays *first in line* for ten minutes.

## Meaning

The spooler on `<server>` has stopped taking jobs.

## Impact

- Nobody on the floor can print
  - except over USB
- Faxes wait too

## Diagnosis

1. Look at the queue:

   ```console
   lpstat -o
     first line indented
   ```

2. If it is empty, see [the network page](../net/ports.md#print) or KB
   article [KB 123456](https://support.microsoft.com/kb/123456).

| Printer state | Light | Meaning |
|---|:-:|---|
| Offline | red | no power \\| no cable |
| Ready | green |

> [!CAUTION]
> Do not delete the spool folder.
>
>     rm -r /var/spool
>
> It cannot be undone.

## Mitigation

Note: takes a minute.

### On the server

Restart the service with `service restart spooler`.

> **Warning**
> Jobs under way are lost.

### On the client
<!-- audience: tier2 -->

!!! note \"Before you start\"
    Log off first.

    Then wait.
Afterwards log on.

:::tip
Use the [portal](https://portal.example).
:::

Done.[^1]

[^1]: Since version 2.
";

#[test]
fn a_runbook_with_everything() {
    let document = read_markdown("print/spooler.md", RUNBOOK);
    insta::assert_snapshot!(show(&document));
    let article = &document.articles[0];
    assert_eq!(article.meta.audience, Audience::Tier1);
    assert_eq!(article.meta.products[0].versions, ["2.0 SP1"]);
    assert_eq!(article.meta.aliases, ["print.spooler"]);
    assert_eq!(document.text(article.title_span), "Spooler queue stuck");
}

#[test]
fn quotations_match_their_spans() {
    let document = read_markdown("print/spooler.md", RUNBOOK);
    let article = &document.articles[0];
    let diagnosis = &article.sections[3];
    assert_eq!(diagnosis.heading, ["Diagnosis"]);
    let corpus::article::Body::Table(table) = &diagnosis.blocks[1].body else {
        panic!("{:?}", diagnosis.blocks[1]);
    };
    assert_eq!(document.text(table.rows[0].cells[1].span), "red");
    assert_eq!(document.text(table.header[2].span), "Meaning");
    let reference = &article.references[0];
    assert_eq!(
        document.text(reference.span),
        "[the network page](../net/ports.md#print)"
    );
}

#[test]
fn a_title_comes_from_front_matter_then_heading_then_name() {
    let cases = [
        ("---\ntitle: Given\n---\n# Printed\n\nText\n", "Given"),
        ("# Printed\n\nText\n", "Printed"),
        ("## Symptoms\n\nText\n\n## Cause\n\nMore\n", "paper jam"),
        ("# Symptoms\n\nText\n\n# Cause\n\nMore\n", "paper jam"),
    ];
    for (text, wanted) in cases {
        let document = read_markdown("kb/paper-jam.md", text);
        assert_eq!(document.articles.len(), 1, "{text}");
        assert_eq!(document.articles[0].title, wanted, "{text}");
    }
}

#[test]
fn the_same_file_name_in_two_folders_gives_two_ids() {
    let text = "# Disk full\n\n## Impact\n\nNone.\n";
    let ids: Vec<String> = ["a/disk.md", "b/disk.md", "disk.md"]
        .iter()
        .map(|name| read_markdown(name, text).articles[0].id.clone())
        .collect();
    assert_eq!(ids, ["a.disk", "b.disk", "disk"]);
}

#[test]
fn a_long_document_becomes_an_article_per_chapter() {
    let text = "Foreword.\n\n# Cabling\n\nUse the short one.\n\n## Colours\n\nGrey.\n\n\
                # Power\n\nPlug it in.\n\n# Cabling\n\nAgain.\n";
    let document = read_markdown("guide.md", text);
    insta::assert_snapshot!(show(&document), @r"
    == guide | guide
    -- other []
      Foreword.
    == guide#cabling | Cabling
    part of guide
    -- summary []
      Use the short one.
    -- other [Colours]
      Grey.
    == guide#power | Power
    part of guide
    -- other []
      Plug it in.
    == guide#cabling-2 | Cabling
    part of guide
    -- other []
      Again.
    == parts
    section 0.0: Foreword.
    header title: # Cabling
    section 1.0: Use the short one.
    section 1.1: ## Colours Grey.
    header title: # Power
    section 2.0: Plug it in.
    header title: # Cabling
    section 3.0: Again.
    ");
}

#[test]
fn broken_front_matter_is_reported_and_read() {
    let text = "---\ntitle: Error: no carrier\ntags: [a, b\n---\n\n# Modem\n\nText.\n";
    let document = read_markdown("modem.md", text);
    assert_eq!(document.articles[0].title, "Error: no carrier");
    insta::assert_snapshot!(document.warnings[0].message, @"the front matter is no valid YAML: mapping values are not allowed in this context");
}

#[test]
fn everything_under_a_heading_that_forbids_is_a_caution() {
    let text = "# Fuser\n\n## Steps\n\nWait.\n\n## What not to do\n\nTouching it.\n\n\
                - Pulling the cable\n- Water\n";
    let document = read_markdown("fuser.md", text);
    let blocks = &document.articles[0].sections[1].blocks;
    let cautions: Vec<&Body> = blocks.iter().map(|block| &block.body).collect();
    let wanted =
        ["Touching it.", "Pulling the cable", "Water"].map(|text| Body::Caution(text.into()));
    assert_eq!(cautions, wanted.iter().collect::<Vec<_>>());
    assert_eq!(document.text(blocks[1].span), "Pulling the cable");
}

#[test]
fn placeholders_are_text_and_html_is_read() {
    let text = "# Logs\n\nRun `oc logs` in <namespace> or <b>everywhere</b><br>now.\n\n\
                <details>\n<summary>More</summary>\n\n- one\n\n</details>\n\n\
                <table><tr><th>Port</th><th>Use</th></tr><tr><td>2702</td><td>chat</td></tr></table>\n\n\
                <podname>\n";
    let document = read_markdown("logs.md", text);
    insta::assert_snapshot!(show(&document), @r#"
    == logs | Logs
    -- other []
      Run oc logs in <namespace> or everywhere now.
      More
      (-) one
      table Some("More")
        # Port | Use
        | 2702 | chat
      <podname>
    == parts
    header title: # Logs
    section 0.0: Run `oc logs` in <namespace> or <b>every
    "#);
}

#[test]
fn plain_text_is_not_taken_for_markdown() {
    for text in [
        "Dear all,\n\nthe printer is broken.\n\n1. Switch it off.\n2. Switch it on.\n",
        "Results\n=======\n\n* one\n* two\n",
        "#!/bin/sh\n#comment\necho\n",
    ] {
        let document = read("note.md", text.as_bytes().to_vec(), &ReadOptions::default()).unwrap();
        assert_ne!(document.format, Format::Markdown, "{text}");
    }
}
