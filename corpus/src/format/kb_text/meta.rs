//! What header and footer say of the article, reconciled.

use super::applies_to::{self, Applies};
use super::fields::{Field, value};
use super::header;
use crate::article::{ArticleKind, FixState, Meta, Product, Warning, WarningKind};
use crate::lines::Page;
use std::collections::HashSet;

/// All fields of a document.
pub(super) struct Fields {
    /// The header's.
    pub(super) header: Vec<Field>,
    /// The footer's.
    pub(super) footer: Vec<Field>,
    /// Those between body and footer.
    pub(super) closing: Vec<Field>,
    /// The words of the old header.
    pub(super) preamble: Vec<String>,
}

/// The article's metadata. Oddities are added to `warnings`.
pub(super) fn meta(fields: &Fields, applies: Applies, warnings: &mut Vec<Warning>) -> Meta {
    let mut meta = Meta {
        products: applies.products,
        platforms: applies.platforms,
        ..Meta::default()
    };
    if let Some(document) = value(&fields.header, "DOCUMENT") {
        let (_, date, tags) = header::document_line(&document.value);
        meta.date = date.and_then(header::iso_date);
        meta.tags = tags;
        if meta.date.is_none() {
            let message = "the DOCUMENT line has no date".to_owned();
            warnings.push(warning(WarningKind::BadDate, document.line, message));
        }
    }
    meta.keywords = keywords(fields, warnings);
    let split = |name: &str| value(&fields.footer, name).map(|field| words(&field.value));
    meta.technology = split("Technology").unwrap_or_default();
    for platform in split("Hardware").unwrap_or_default() {
        meta.platforms.push(platform);
    }
    add_versions(fields, &mut meta);
    meta.query_words = fields
        .closing
        .iter()
        .filter(|field| !field.name.starts_with("KB"))
        .flat_map(|field| words(&field.value))
        .collect();
    let issue = split("Issue type").unwrap_or_default();
    let title = value(&fields.header, "TITLE").map_or("", |field| field.value.as_str());
    meta.kind = kind(&issue, &meta.keywords, title);
    let solution = split("Solution Type").unwrap_or_default();
    meta.fix = fix(&solution, &meta.keywords, title);
    meta
}

/// The complete keywords: the footer's, then what only the header or the old lines have.
fn keywords(fields: &Fields, warnings: &mut Vec<Warning>) -> Vec<String> {
    let header_field = value(&fields.header, "KEYWORDS");
    let header = header_field
        .map(|field| words(&field.value))
        .unwrap_or_default();
    let footer = value(&fields.footer, "Keywords")
        .map(|field| words(&field.value))
        .unwrap_or_default();
    let mut complete = Vec::with_capacity(footer.len());
    complete.extend(footer.iter().cloned());
    // Compared without spaces, for headers also glue two keywords together.
    let (glued, whole) = (header.concat(), footer.concat());
    if footer.is_empty() {
        complete.extend(header.iter().cloned());
    } else if let Some(field) = header_field
        && glued != whole
    {
        if whole.starts_with(&glued) {
            let message = format!("the header's keywords are cut after {:?}", last(&header));
            warnings.push(warning(WarningKind::HeaderCut, field.line, message));
        } else {
            let message = "header and footer name different keywords".to_owned();
            warnings.push(warning(
                WarningKind::HeaderFooterDisagree,
                field.line,
                message,
            ));
            complete.extend(header.iter().cloned());
        }
    }
    let old = fields
        .closing
        .iter()
        .filter(|field| field.name.starts_with("KB"));
    for word in old.flat_map(|field| words(&field.value)).chain(
        fields
            .preamble
            .iter()
            .filter(|word| word.starts_with("kb"))
            .cloned(),
    ) {
        complete.push(word);
    }
    keep_first(&mut complete);
    complete
}

/// Platforms and versions of `PROD/VER` (`WINDOWS:3.1,3.11; MS-DOS:6.0`), or of the footer's
/// `Version` where the header is cut; the product of the header where the applies-to block names
/// none.
fn add_versions(fields: &Fields, meta: &mut Meta) {
    let printed = |field: &Field| field.value.clone();
    let from_header = value(&fields.header, "PROD/VER")
        .map(printed)
        .unwrap_or_default();
    let from_footer = value(&fields.footer, "Version")
        .map(printed)
        .unwrap_or_default();
    let fuller = if from_footer.len() >= from_header.len() {
        from_footer
    } else {
        from_header
    };
    let mut versions: Vec<String> = Vec::new();
    for group in fuller.split([';', '|']) {
        let (platform, list) = group.rsplit_once(':').unwrap_or(("", group));
        let platform = platform.trim_matches([' ', ':']);
        if !platform.is_empty() {
            meta.platforms.push(platform.to_owned());
        }
        for version in list.split(',').map(str::trim).filter(|v| !v.is_empty()) {
            versions.push(version.to_owned());
        }
    }
    if let Some(system) = value(&fields.header, "OPER/SYS") {
        for name in system.value.split(['|', ',', ';']).map(str::trim) {
            if !name.is_empty() {
                meta.platforms.push(name.to_owned());
            }
        }
    }
    if meta.products.is_empty()
        && let Some(product) = value(&fields.header, "PRODUCT")
    {
        let Product {
            name,
            versions: printed,
        } = applies_to::product(&product.value);
        versions.extend(printed);
        keep_first(&mut versions);
        meta.products.push(Product { name, versions });
    }
    keep_first(&mut meta.platforms);
}

/// What kind of article it is: by its issue type, its keywords, or the prefix of its title.
fn kind(issue: &[String], keywords: &[String], title: &str) -> Option<ArticleKind> {
    const KEYWORDS: [(&str, ArticleKind); 5] = [
        ("kbbug", ArticleKind::Bug),
        ("kbprb", ArticleKind::Problem),
        ("kbhowto", ArticleKind::HowTo),
        ("kbfile", ArticleKind::Download),
        ("kbinfo", ArticleKind::Information),
    ];
    const PREFIXES: [(&str, ArticleKind); 12] = [
        ("BUG", ArticleKind::Bug),
        ("FIX", ArticleKind::Bug),
        ("PRB", ArticleKind::Problem),
        ("ERR MSG", ArticleKind::Problem),
        ("ERRMSG", ArticleKind::Problem),
        ("HOWTO", ArticleKind::HowTo),
        ("HOW TO", ArticleKind::HowTo),
        ("SAMPLE", ArticleKind::Download),
        ("FILE", ArticleKind::Download),
        ("INFO", ArticleKind::Information),
        ("DOC", ArticleKind::Information),
        ("DOCERR", ArticleKind::Information),
    ];
    // A sample or file is a download even if it is filed as information.
    let named = |words: &[String]| {
        KEYWORDS
            .iter()
            .find(|(name, _)| words.iter().any(|word| word == name))
            .map(|&(_, kind)| kind)
    };
    let file = keywords.iter().any(|word| word == "kbfile");
    let by_title = || {
        let (prefix, _) = title.split_once(':')?;
        let found = PREFIXES.iter().find(|(name, _)| *name == prefix.trim());
        found.map(|&(_, kind)| kind)
    };
    match named(issue) {
        Some(ArticleKind::Information | ArticleKind::HowTo) if file => Some(ArticleKind::Download),
        Some(kind) => Some(kind),
        None => named(keywords).or_else(by_title),
    }
}

/// Whether the vendor fixed it: by its solution type, or a keyword or title that says so.
fn fix(solution: &[String], keywords: &[String], title: &str) -> Option<FixState> {
    let named = |name: &str| solution.iter().chain(keywords).any(|word| word == name);
    if named("kbfix") {
        Some(FixState::Fixed)
    } else if named("kbpending") {
        Some(FixState::Pending)
    } else if named("kbnofix") {
        Some(FixState::NoFix)
    } else if named("kbfixlist") || title.starts_with("FIX:") {
        Some(FixState::Fixed)
    } else {
        None
    }
}

/// A warning about a line, counted from 0 here.
pub(super) fn warning(kind: WarningKind, line: usize, message: String) -> Warning {
    Warning {
        kind,
        line: Page::number(line),
        message,
    }
}

fn words(value: &str) -> Vec<String> {
    value.split_ascii_whitespace().map(str::to_owned).collect()
}

fn last(words: &[String]) -> &str {
    words.last().map_or("", String::as_str)
}

/// Drops every word that stood before; long lists must not cost the square of their length.
fn keep_first(words: &mut Vec<String>) {
    let mut seen = HashSet::with_capacity(words.len());
    let first: Vec<bool> = words
        .iter()
        .map(|word| seen.insert(word.as_str()))
        .collect();
    let mut first = first.into_iter();
    words.retain(|_| first.next().unwrap_or(false));
}

#[cfg(test)]
mod cases {
    use super::*;
    use crate::article::Span;

    fn field(name: &str, value: &str) -> Field {
        let mut field = Field {
            name: name.to_owned(),
            value: String::new(),
            span: Span::default(),
            line: 0,
        };
        if !value.is_empty() {
            field.extend(value, Span::default());
        }
        field
    }

    fn read(header: &[(&str, &str)], footer: &[(&str, &str)]) -> (Meta, Vec<WarningKind>) {
        let make = |fields: &[(&str, &str)]| -> Vec<Field> {
            fields
                .iter()
                .map(|(name, value)| field(name, value))
                .collect()
        };
        let fields = Fields {
            header: make(header),
            footer: make(footer),
            closing: Vec::new(),
            preamble: Vec::new(),
        };
        let mut warnings = Vec::new();
        let meta = meta(&fields, Applies::default(), &mut warnings);
        (meta, warnings.iter().map(|warning| warning.kind).collect())
    }

    #[test]
    fn the_footer_completes_the_header() {
        let cases: &[(&str, &str, &[&str], &[WarningKind])] = &[
            ("kbone kbtwo", "kbone kbtwo", &["kbone", "kbtwo"], &[]),
            (
                "kbone k",
                "kbone kbtwo",
                &["kbone", "kbtwo"],
                &[WarningKind::HeaderCut],
            ),
            (
                "kbone",
                "kbone kbtwo",
                &["kbone", "kbtwo"],
                &[WarningKind::HeaderCut],
            ),
            ("kbonekbtwo", "kbone kbtwo", &["kbone", "kbtwo"], &[]),
            ("kbone", "", &["kbone"], &[]),
            ("", "kbtwo", &["kbtwo"], &[]),
            (
                "kbone",
                "kbtwo",
                &["kbtwo", "kbone"],
                &[WarningKind::HeaderFooterDisagree],
            ),
        ];
        for (header, footer, keywords, warnings) in cases {
            let (meta, found) = read(&[("KEYWORDS", header)], &[("Keywords", footer)]);
            assert_eq!(meta.keywords, *keywords, "{header} {footer}");
            assert_eq!(found, *warnings, "{header} {footer}");
        }
    }

    #[test]
    fn kinds_and_fixes_come_from_footer_keywords_and_title() {
        use ArticleKind::{Bug, Download, HowTo, Information, Problem};
        let cases = [
            ("One", "kbprb", "", "", Some(Problem), None),
            (
                "One",
                "kbbug kbprb",
                "kbfix",
                "",
                Some(Bug),
                Some(FixState::Fixed),
            ),
            ("One", "kbhowto", "", "", Some(HowTo), None),
            (
                "One",
                "kbinfo",
                "kbnofix",
                "",
                Some(Information),
                Some(FixState::NoFix),
            ),
            ("One", "kbinfo", "", "kbfile", Some(Download), None),
            (
                "One",
                "",
                "kbpending",
                "kbprb",
                Some(Problem),
                Some(FixState::Pending),
            ),
            ("FIX: One", "", "", "", Some(Bug), Some(FixState::Fixed)),
            ("One: Two", "", "", "", None, None),
        ];
        for (title, issue, solution, keywords, kind, fix) in cases {
            let footer = [
                ("Issue type", issue),
                ("Solution Type", solution),
                ("Keywords", keywords),
            ];
            let (meta, _) = read(&[("TITLE", title)], &footer);
            assert_eq!((meta.kind, meta.fix), (kind, fix), "{title} {issue}");
        }
    }

    #[test]
    fn versions_name_platforms_and_the_headers_product() {
        let (meta, _) = read(
            &[
                ("PRODUCT", "Contoso Mail"),
                ("PROD/VER", "WINDOWS:3.1,3.11;MS-DOS:6.0"),
                ("OPER/SYS", "LAMPOS"),
            ],
            &[],
        );
        assert_eq!(meta.platforms, ["WINDOWS", "MS-DOS", "LAMPOS"]);
        assert_eq!(meta.products[0].name, "Contoso Mail");
        assert_eq!(meta.products[0].versions, ["3.1", "3.11", "6.0"]);
    }
}
