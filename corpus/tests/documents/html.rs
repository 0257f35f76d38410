//! HTML pages.

use crate::check::check;
use crate::show::show;
use corpus::article::{Body, Document, Format};
use corpus::{ReadOptions, read};

fn read_html(text: &str) -> Document {
    let document = read(
        "help/page.html",
        text.as_bytes().to_vec(),
        &ReadOptions::default(),
    );
    let document = document.unwrap();
    assert_eq!(document.format, Format::Html);
    check(&document);
    document
}

const PAGE: &str = r##"<!DOCTYPE html>
<html lang="en"><head>
<meta charset="utf-8"><title>Scanner shows E7 | Example Help</title>
<meta name="keywords" content="scanner, E7">
<meta name="article:modified_time" content="2024-05-06T07:08:09Z">
<style>p { color: red }</style>
</head><body class="wiki">
<nav><ul><li><a href="/">Home</a></li></ul></nav>
<header><img src="logo.png" alt="Example"> Help</header>
<div id="content">
<h1>Scanner shows E7<a class="anchor" href="#e7">¶</a></h1>
<p>The <b>lamp</b> stays dark &amp; the scanner beeps.
<p>It happens <em>after</em> a move.<script>track("<p>no text</p>")</script>
<h2>Cause</h2>
The transport lock is shut.<br>See <a href="../lock/open.html">how to open the lock</a>.
<h2>Resolution</h2>
<ol>
<li>Switch it off.
<li><p>Turn the screw:</p>
  <pre><code class="language-sh">  scan --unlock
    --force</code></pre>
  <ul><li>left</li><li>right <ul><li>only on the M series</li></ul></li></ul>
<li>Switch it on.
</ol>
<div class="alert alert-danger"><p>Do not pull the lamp.</p><pre>lamp --out</pre></div>
<aside class="note"><strong>Note</strong><p>The screw is short.</p></aside>
<table>
<caption>Lights</caption>
<thead><tr><th rowspan="2">Model</th><th colspan="2">Light</th></tr>
<tr><th>Front</th><th>Back</th></tr></thead>
<tr><td>M1</td><td colspan=2>red</td></tr>
<tr><td rowspan=2>M2</td><td>green</td><td>off</td></tr>
<tr><td>blue</td></tr>
</table>
<dl><dt>E7<dd>Lock shut<dt>E8<dd>No lamp</dl>
<form action="/rate"><p>Was this helpful?</p><button>Yes</button></form>
</div>
<footer>© Example <a href="/legal">Legal</a></footer>
</body></html>
"##;

#[test]
fn a_page_with_everything() {
    let document = read_html(PAGE);
    insta::assert_snapshot!(show(&document));
    let meta = &document.articles[0].meta;
    assert_eq!(meta.keywords, ["scanner", "E7"]);
    assert_eq!(meta.date.as_deref(), Some("2024-05-06"));
}

#[test]
fn quotations_match_their_spans() {
    let document = read_html(PAGE);
    let article = &document.articles[0];
    let blocks = article.sections.iter().flat_map(|section| &section.blocks);
    let tables: Vec<_> = blocks
        .filter_map(|block| match &block.body {
            Body::Table(table) => Some(table),
            _ => None,
        })
        .collect();
    let row = &tables[0].rows[1];
    assert_eq!(document.text(row.cells[1].span), "green");
    assert_eq!(
        document.text(article.references[0].span),
        "<a href=\"../lock/open.html\">how to open the lock</a>"
    );
    assert_eq!(
        document.text(article.title_span),
        "Scanner shows E7<a class=\"anchor\" href=\"#e7\">¶"
    );
    let intro = &article.sections[0].blocks[0];
    assert_eq!(
        document.text(intro.span),
        "The <b>lamp</b> stays dark &amp; the scanner beeps."
    );
}

#[test]
fn only_the_main_part_counts_where_a_page_names_it() {
    let document = read_html(
        "<html><body><div>Skip to text</div><main><h1>Fax</h1><p>Paper.</p></main>\
         <div>Latest news</div></body></html>",
    );
    insta::assert_snapshot!(show(&document), @r"
    == help.page | Fax
    -- other []
      Paper.
    == parts
    boilerplate markup: <html><body>
    boilerplate outside main: <div>Skip to text</div>
    boilerplate markup: <main>
    header title: <h1>Fax</h1>
    section 0.0: <p>Paper.</p></main>
    boilerplate outside main: <div>Latest news</div>
    boilerplate markup: </body></html>
    ");
}

#[test]
fn layout_tables_and_page_wide_forms_are_seen_through() {
    let document = read_html(
        "<html><body><form><table><tr><td><ul><li>menu</li></ul></td><td><h1>Old page</h1>\
         <p>Text.<table><tr><td>Port<td>25<tr><td>Use<td>mail</table></td></tr></table>\
         </form></body></html>",
    );
    insta::assert_snapshot!(show(&document), @r#"
    == help.page | Old page
    -- summary []
      (-) menu
    -- summary []
      Text.
      table Some("Text.")
        # 
        | Port | 25
        | Use | mail
    == parts
    boilerplate markup: <html>
    section 0.0: <body><form><table><tr><td><ul><li>menu<
    header title: <h1>Old page</h1>
    section 0.1: <p>Text.<table><tr><td>Port<td>25<tr><td
    "#);
}

#[test]
fn a_page_without_headings_takes_its_title_from_the_head() {
    let document = read_html("<html><title>Toner low | Site</title><p>Shake it.</p>");
    assert_eq!(document.articles[0].title, "Toner low");
    assert_eq!(
        document.text(document.articles[0].title_span),
        "Toner low | Site"
    );
}

#[test]
fn windows_1252_pages_quote_their_own_bytes() {
    let bytes = b"<html><body><h1>Caf\xe9</h1><p>Th\xe9 \x93noir\x94.</p></body></html>";
    let document = read("a.html", bytes.to_vec(), &ReadOptions::default()).unwrap();
    check(&document);
    assert_eq!(document.articles[0].title, "Caf\u{e9}");
    let block = &document.articles[0].sections[0].blocks[0];
    assert_eq!(document.text(block.span), "Th\u{e9} \u{201c}noir\u{201d}.");
}
