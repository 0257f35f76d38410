//! Sources as they come: good, bad and hostile, each made in the test.

use super::*;
use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;

/// What `each_document` handed over, a line each: `name=bytes` or the error.
fn outcomes(source: &Source, options: &SourceOptions) -> Vec<String> {
    let mut seen = Vec::new();
    each_document(source, options, &mut |item| {
        seen.push(line_of(&item));
        true
    })
    .unwrap();
    seen
}

fn line_of(item: &SourceItem) -> String {
    match &item.document {
        Ok(document) => format!(
            "{}={}",
            document.name,
            String::from_utf8_lossy(&document.bytes[..document.bytes.len().min(20)])
        ),
        Err(error) => strip_folder(&error.to_string()),
    }
}

/// An error message without the temporary folder's path.
fn strip_folder(message: &str) -> String {
    let words = message.split(' ').map(|word| match word.rsplit_once('/') {
        Some((folder, name)) if folder.starts_with('/') => name,
        _ => word,
    });
    words.collect::<Vec<_>>().join(" ")
}

fn file_outcomes(name: &str, bytes: &[u8]) -> Vec<String> {
    file_outcomes_with(name, bytes, &SourceOptions::default())
}

fn file_outcomes_with(name: &str, bytes: &[u8], options: &SourceOptions) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    outcomes(&Source::Path(path), options)
}

fn memory_outcomes(bytes: &[u8]) -> Vec<String> {
    let mut seen = Vec::new();
    each_document_in("-", bytes, &SourceOptions::default(), &mut |item| {
        seen.push(line_of(&item));
        true
    });
    seen
}

/// A tar of regular files.
fn tar_of(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        builder.append_data(&mut header, name, *bytes).unwrap();
    }
    builder.into_inner().unwrap()
}

/// Appends a member whose name and type are written into the header as they stand.
fn push_raw(builder: &mut tar::Builder<Vec<u8>>, name: &str, kind: tar::EntryType, bytes: &[u8]) {
    let mut header = tar::Header::new_gnu();
    header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
    header.set_entry_type(kind);
    header.set_size(bytes.len() as u64);
    header.set_mode(0o644);
    header.set_cksum();
    builder.append(&header, bytes).unwrap();
}

fn zip_of(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn xz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = liblzma::write::XzEncoder::new(Vec::new(), 1);
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zst(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 1).unwrap()
}

/// Bytes that do not compress, the same on every run.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 32) as u8
    };
    (0..length).map(|_| next()).collect()
}

#[test]
fn archives_are_told_apart_by_content() {
    let tar = tar_of(&[("a/one.txt", b"first"), ("two.txt", b"second")]);
    let zip = zip_of(&[("a/one.txt", b"first"), ("two.txt", b"second")]);
    for (kind, bytes) in [
        ("tar", tar.clone()),
        ("gz", gz(&tar)),
        ("xz", xz(&tar)),
        ("zst", zst(&tar)),
        ("zip", zip),
    ] {
        let wanted = ["a/one.txt=first", "two.txt=second"];
        assert_eq!(file_outcomes("misleading.txt", &bytes), wanted, "{kind}");
        assert_eq!(memory_outcomes(&bytes), wanted, "{kind} as a stream");
    }
}

#[test]
fn a_single_document_may_be_compressed() {
    assert_eq!(file_outcomes("plain.md", b"# Text"), ["plain.md=# Text"]);
    for (name, bytes) in [
        ("note.txt.gz", gz(b"text")),
        ("note.txt.xz", xz(b"text")),
        ("note.txt.zst", zst(b"text")),
    ] {
        assert_eq!(file_outcomes(name, &bytes), ["note.txt=text"]);
    }
    assert_eq!(memory_outcomes(b"from a pipe"), ["-=from a pipe"]);
    assert_eq!(memory_outcomes(b""), ["-="]);
    assert!(memory_outcomes(&tar_of(&[])).is_empty(), "an empty archive");
}

#[test]
fn office_files_are_one_document_each() {
    let office = zip_of(&[("[Content_Types].xml", b"<x/>"), ("word/a.xml", b"<x/>")]);
    let seen = file_outcomes("letter.docx", &office);
    assert_eq!(seen.len(), 1);
    assert!(seen[0].starts_with("letter.docx=PK"), "{seen:?}");
}

#[test]
fn a_path_that_is_not_there_is_an_error() {
    let source = Source::Path("no/such/path".into());
    let error = each_document(&source, &SourceOptions::default(), &mut |_| true).unwrap_err();
    assert_eq!(
        error.to_string(),
        "no/such/path: there is no such file or folder"
    );
}

#[test]
fn folders_are_sorted_and_hidden_files_skipped() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    for name in ["b.txt", "a/z.txt", "a/b/c.txt", ".git/config", "a/.hidden"] {
        let path = root.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, name).unwrap();
    }
    std::fs::write(root.join("a/pack.zip"), zip_of(&[("in/x.txt", b"x")])).unwrap();
    std::fs::write(root.join("a/tail.txt.gz"), gz(b"tail")).unwrap();
    let mut last = (0, None);
    let mut names = Vec::new();
    let source = Source::Path(root.to_owned());
    each_document(&source, &SourceOptions::default(), &mut |item| {
        assert!(item.progress.0 > last.0, "progress goes on");
        last = item.progress;
        names.push(item.document.unwrap().name);
        true
    })
    .unwrap();
    assert_eq!(
        names,
        [
            "a/b/c.txt",
            "a/pack.zip/in/x.txt",
            "a/tail.txt",
            "a/z.txt",
            "b.txt"
        ]
    );
    assert_eq!(last, (5, Some(5)));
}

#[test]
fn reading_stops_when_the_visitor_says_so() {
    let tar = tar_of(&[("1", b"1"), ("2", b"2"), ("3", b"3")]);
    for bytes in [
        tar.clone(),
        gz(&tar),
        zip_of(&[("1", b"1"), ("2", b"2"), ("3", b"3")]),
    ] {
        let mut seen = 0;
        each_document_in("-", &bytes, &SourceOptions::default(), &mut |_| {
            seen += 1;
            seen < 2
        });
        assert_eq!(seen, 2);
    }
}

#[test]
fn documents_over_the_limit_are_refused_and_the_rest_goes_on() {
    let options = SourceOptions {
        max_document_bytes: 10,
        ..SourceOptions::default()
    };
    let members: &[(&str, &[u8])] = &[("small", b"1"), ("large", b"0123456789x"), ("last", b"2")];
    let wanted = [
        "small=1",
        "large: the document has 11 bytes, more than the limit of 10",
        "last=2",
    ];
    let tar = tar_of(members);
    for bytes in [tar.clone(), xz(&tar), zip_of(members)] {
        assert_eq!(file_outcomes_with("archive", &bytes, &options), wanted);
    }
    let wanted = ["doc: the document has 11 bytes, more than the limit of 10"];
    assert_eq!(file_outcomes_with("doc", b"0123456789x", &options), wanted);
    let packed = gz(b"0123456789x");
    assert_eq!(file_outcomes_with("doc", &packed, &options), wanted);
}

#[test]
fn a_file_of_200_megabytes_is_refused_without_being_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("huge.txt");
    let file = std::fs::File::create(&path).unwrap();
    file.set_len(200 << 20).unwrap();
    // The file is one long hole of zeros; a leading letter keeps it from looking like a tar.
    (&file).write_all(b"x").unwrap();
    let seen = outcomes(&Source::Path(path), &SourceOptions::default());
    // Whoever read it would stop at the limit and not know how long it is.
    assert_eq!(
        seen,
        ["huge.txt: the document has 209715200 bytes, more than the limit of 8388608"]
    );
}

#[test]
fn members_that_escape_are_refused_and_the_rest_goes_on() {
    let mut builder = tar::Builder::new(Vec::new());
    push_raw(&mut builder, "good.txt", tar::EntryType::Regular, b"good");
    push_raw(&mut builder, "../up.txt", tar::EntryType::Regular, b"bad");
    push_raw(&mut builder, "/root.txt", tar::EntryType::Regular, b"bad");
    for kind in [
        tar::EntryType::Symlink,
        tar::EntryType::Link,
        tar::EntryType::Block,
        tar::EntryType::Fifo,
    ] {
        push_raw(&mut builder, "odd", kind, b"");
    }
    push_raw(&mut builder, "last.txt", tar::EntryType::Regular, b"last");
    let seen = file_outcomes("kb.tar", &builder.into_inner().unwrap());
    insta::assert_snapshot!(seen.join("\n"), @r#"
    good.txt=good
    kb.tar: member "../up.txt" points outside the archive
    kb.tar: member "/root.txt" points outside the archive
    kb.tar: member "odd" points outside the archive
    kb.tar: member "odd" points outside the archive
    kb.tar: member "odd" points outside the archive
    kb.tar: member "odd" points outside the archive
    last.txt=last
    "#);
    let zip = zip_of(&[
        ("../up.txt", b"bad"),
        ("C:\\x.txt", b"bad"),
        ("ok.txt", b"ok"),
    ]);
    insta::assert_snapshot!(file_outcomes("kb.zip", &zip).join("\n"), @r#"
    kb.zip: member "../up.txt" points outside the archive
    kb.zip: member "C:\\x.txt" points outside the archive
    ok.txt=ok
    "#);
}

#[test]
fn long_names_are_read_and_absurd_ones_are_not() {
    let long = format!("{}/name.txt", "folder".repeat(40));
    let seen = memory_outcomes(&tar_of(&[(&long, b"text")]));
    assert_eq!(seen, [format!("{long}=text")], "GNU long name");

    let mut builder = tar::Builder::new(Vec::new());
    let record = format!("{} path={long}\n", long.len() + 10);
    assert_eq!(record.len(), long.len() + 10);
    push_raw(
        &mut builder,
        "x",
        tar::EntryType::XHeader,
        record.as_bytes(),
    );
    push_raw(&mut builder, "short", tar::EntryType::Regular, b"text");
    let seen = memory_outcomes(&builder.into_inner().unwrap());
    assert_eq!(seen, [format!("{long}=text")], "POSIX path record");

    let mut builder = tar::Builder::new(Vec::new());
    push_raw(&mut builder, "good", tar::EntryType::Regular, b"good");
    push_raw(
        &mut builder,
        "x",
        tar::EntryType::GNULongName,
        &noise(2 << 20),
    );
    push_raw(&mut builder, "after", tar::EntryType::Regular, b"after");
    let seen = memory_outcomes(&builder.into_inner().unwrap());
    assert_eq!(
        seen,
        [
            "good=good",
            "-: broken after 1 members: an extended header of absurd length"
        ]
    );
}

#[test]
fn truncated_archives_give_what_came_before() {
    let big = noise(300_000);
    let members: &[(&str, &[u8])] = &[("one", b"1"), ("two", b"2"), ("big", &big), ("four", b"4")];
    let tar = tar_of(members);
    let mut report = String::new();
    for (kind, whole) in [
        ("tar", tar.clone()),
        ("tgz", gz(&tar)),
        ("txz", xz(&tar)),
        ("tzst", zst(&tar)),
        ("zip", zip_of(members)),
    ] {
        let seen = file_outcomes(kind, &whole[..whole.len() / 2]);
        writeln!(report, "{}", seen.join(" | ")).unwrap();
        assert_eq!(file_outcomes(kind, &whole).len(), 4, "{kind} whole");
    }
    insta::assert_snapshot!(report, @r"
    one=1 | two=2 | tar: broken after 2 members: big is cut off
    one=1 | two=2 | tgz: broken after 2 members: incomplete deflate stream
    one=1 | two=2 | txz: broken after 2 members: premature eof
    one=1 | two=2 | tzst: broken after 2 members: incomplete frame
    one=1 | two=2 | zip: broken after 2 members: big: incomplete deflate stream | zip: broken after 2 members: invalid Zip archive: Could not find EOCD
    ");
}

#[test]
fn a_flipped_byte_is_noticed() {
    let big = noise(100_000);
    let tar = tar_of(&[("one", b"1"), ("big", &big)]);
    for (kind, mut bytes) in [("tgz", gz(&tar)), ("txz", xz(&tar)), ("tar", tar.clone())] {
        let at = if kind == "tar" {
            1024 + 3
        } else {
            bytes.len() / 2
        };
        bytes[at] ^= 0x55;
        let seen = file_outcomes(kind, &bytes);
        assert!(
            seen.last().unwrap().contains("broken after"),
            "{kind}: {seen:?}"
        );
        assert_eq!(seen[0], "one=1", "{kind}");
    }
    let mut zip = zip_of(&[("one", b"1"), ("big", &big), ("three", b"3")]);
    zip[1000] ^= 0x55;
    let seen = file_outcomes("zip", &zip);
    assert_eq!((seen[0].as_str(), seen[2].as_str()), ("one=1", "three=3"));
    assert!(
        seen[1].starts_with("zip: broken after 1 members: big: "),
        "{seen:?}"
    );
}

#[test]
fn bombs_are_stopped() {
    let zeros = vec![b'a'; 7 << 20];
    let names: Vec<String> = (0..30).map(|number| format!("page{number}")).collect();
    let members: Vec<(&str, &[u8])> = names
        .iter()
        .map(|name| (name.as_str(), zeros.as_slice()))
        .collect();
    let tar = tar_of(&members);
    for (kind, bytes) in [
        ("gz", gz(&tar)),
        ("xz", xz(&tar)),
        ("zip", zip_of(&members)),
    ] {
        let mut documents = 0;
        let mut last = String::new();
        each_document_in(kind, &bytes, &SourceOptions::default(), &mut |item| {
            documents += u32::from(item.document.is_ok());
            last = line_of(&item);
            true
        });
        assert!(documents < 30, "{kind}: all were read");
        assert!(last.contains("unpacks to more than"), "{kind}: {last}");
    }
}

#[test]
fn too_many_members_or_bytes_are_stopped() {
    let members: &[(&str, &[u8])] = &[("1", b"11"), ("2", b"22"), ("3", b"33"), ("4", b"44")];
    let by_members = SourceOptions {
        max_members: 2,
        ..SourceOptions::default()
    };
    let by_bytes = SourceOptions {
        max_unpacked_bytes: 5,
        ..SourceOptions::default()
    };
    let tar = tar_of(members);
    assert_eq!(
        file_outcomes_with("kb", &tar, &by_members).last().unwrap(),
        "kb: unpacks to more than 2 bytes or members"
    );
    let zip = zip_of(members);
    assert_eq!(
        file_outcomes_with("kb", &zip, &by_members),
        ["kb: unpacks to more than 2 bytes or members"]
    );
    assert_eq!(
        file_outcomes_with("kb", &zip, &by_bytes),
        [
            "1=11",
            "2=22",
            "kb: unpacks to more than 5 bytes or members"
        ]
    );
    assert_eq!(
        file_outcomes_with("kb", &gz(&tar), &by_bytes),
        ["kb: unpacks to more than 5 bytes or members"]
    );
}

#[cfg(unix)]
#[test]
fn links_are_followed_once_and_loops_end() {
    use std::os::unix::fs::symlink;
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("far.txt"), "far").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    std::fs::create_dir(root.join("z")).unwrap();
    std::fs::write(root.join("z/doc.txt"), "doc").unwrap();
    symlink(root, root.join("z/loop")).unwrap();
    symlink(root.join("z"), root.join("alias")).unwrap();
    symlink(root.join("z/doc.txt"), root.join("again.txt")).unwrap();
    symlink(outside.path(), root.join("linked")).unwrap();
    symlink(root.join("nowhere"), root.join("dead")).unwrap();
    let seen = outcomes(&Source::Path(root.to_owned()), &SourceOptions::default());
    assert_eq!(seen.len(), 3, "{seen:?}");
    assert!(seen[0].starts_with("dead: No such file"), "{seen:?}");
    assert_eq!(seen[1..], ["linked/far.txt=far", "z/doc.txt=doc"]);
}

#[cfg(unix)]
#[test]
fn an_unreadable_folder_is_reported_and_the_rest_goes_on() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    std::fs::create_dir(root.join("closed")).unwrap();
    std::fs::write(root.join("closed/a.txt"), "a").unwrap();
    std::fs::write(root.join("open.txt"), "open").unwrap();
    let set = |mode| {
        let rights = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(root.join("closed"), rights).unwrap();
    };
    set(0o000);
    let readable_anyway = std::fs::read_dir(root.join("closed")).is_ok();
    let seen = outcomes(&Source::Path(root.to_owned()), &SourceOptions::default());
    set(0o755);
    if readable_anyway {
        rerun_without_rights(
            "source::tests::an_unreadable_folder_is_reported_and_the_rest_goes_on",
        );
        return;
    }
    assert_eq!(
        seen,
        ["closed: Permission denied (os error 13)", "open.txt=open"]
    );
}

/// Runs one test again as the user nobody, for users whom no rights keep out.
#[cfg(unix)]
fn rerun_without_rights(test: &str) {
    use std::os::unix::process::CommandExt;
    const NOBODY: u32 = 65_534;
    const MARK: &str = "FIRSTLINE_TEST_WITHOUT_RIGHTS";
    let this = std::env::current_exe().unwrap();
    let mut command = std::process::Command::new(this);
    command
        .args([test, "--exact"])
        .env(MARK, "1")
        .env("TMPDIR", "/tmp");
    command.current_dir("/").uid(NOBODY).gid(NOBODY);
    match command.output() {
        Ok(output) if std::env::var_os(MARK).is_none() => {
            let report = String::from_utf8_lossy(&output.stdout);
            assert!(report.contains("1 passed"), "as nobody: {report}");
        }
        _ => println!("skipped: this user reads folders without rights, and nobody cannot run"),
    }
}

#[cfg(unix)]
#[test]
fn pipes_in_a_folder_are_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("socket");
    let _socket = std::os::unix::net::UnixListener::bind(&path).unwrap();
    let seen = outcomes(
        &Source::Path(folder.path().to_owned()),
        &SourceOptions::default(),
    );
    assert_eq!(seen, ["socket: neither a file nor a folder"]);
}

/// Reads the real archive where the shared data exist: all members.
#[test]
fn the_shared_archive_streams() {
    let Some(archive) = shared("data/kbarchive.tar.xz") else {
        println!("skipped: no shared data");
        return;
    };
    let (mut documents, mut bytes, mut last) = (0_u32, 0, (0, None));
    each_document(
        &Source::Path(archive),
        &SourceOptions::default(),
        &mut |item| {
            documents += 1;
            bytes += item.document.unwrap().bytes.len();
            last = item.progress;
            true
        },
    )
    .unwrap();
    println!("{documents} documents, {bytes} bytes");
    assert_eq!(documents, 56_989);
    assert!(last.0 <= last.1.unwrap() && last.0 * 100 > last.1.unwrap() * 99);
}

/// A path below the shared data, if they are there.
fn shared(below: &str) -> Option<PathBuf> {
    let root = std::env::var_os("FIRSTLINE_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared"),
        PathBuf::from,
    );
    Some(root.join(below)).filter(|path| path.exists())
}
