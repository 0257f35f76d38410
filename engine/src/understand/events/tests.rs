//! Tests of `events`, on invented texts.

use super::*;

/// One line a record: level, source, log, number, count, computer and the head of what it says.
fn told(events: &Events) -> String {
    let line = |record: &EventRecord| {
        let or_dash = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".into());
        let description: String = record
            .description
            .replace('\n', " / ")
            .chars()
            .take(70)
            .collect();
        format!(
            "{:?} {} | {} | {} x{} | {} | {} | {}",
            record.level,
            or_dash(&record.provider),
            or_dash(&record.channel),
            record
                .number
                .map_or("-".into(), |number| number.to_string()),
            record.count,
            or_dash(&record.computer),
            or_dash(&record.time),
            description.trim_end(),
        )
    };
    events
        .records
        .iter()
        .map(line)
        .collect::<Vec<_>>()
        .join("\n")
}

const OLD: &str = "Hello, we get this:\r\n\r\nEvent Type:\tError\r\nEvent Source:\tLoomServ\r\nEvent Category:\tWeaving \r\nEvent ID:\t4100\r\nDate:\t\t1/2/2003\r\nTime:\t\t10:11:12 AM\r\nUser:\t\tN/A\r\nComputer:\tTANGLE7\r\nDescription:\r\nThe shuttle on TANGLE7 at 10.1.2.3 is stuck.\r\n\r\nSource: the yarn store.\r\nData:\r\n0000: 05 00 00 00\r\n\r\n\r\nEvent Type:\tInformation\r\nEvent Source:\tSpool\r\nEvent ID:\t10\r\nDescription:\r\nDone.\r\n";

#[test]
fn a_message_of_named_values_says_whose_event_it_carries() {
    for (line, provider, number) in [
        (
            "<13>Mar 14 09:12:44 mill agent: EventCode=577 SourceName=Loom Control Type=Error",
            "Loom Control",
            577,
        ),
        (
            "Mar 14 09:12:44 mill agent[7]: EventID=\"577\" Source=\"Loom\" Message=torn",
            "Loom",
            577,
        ),
    ] {
        let found = syslog::read(line);
        let found = found.first().unwrap();
        assert_eq!(found.provider.as_deref(), Some(provider), "{line}");
        assert_eq!(found.number, Some(number), "{line}");
    }
}

#[test]
fn the_old_layout() {
    insta::assert_snapshot!(told(&read(OLD)), @r"
    Some(Error) LoomServ | - | 4100 x1 | [host-1] | 1/2/2003 10:11:12 AM | The shuttle on [host-1] at [address-1] is stuck. / Source: the yarn st
    Some(Information) Spool | - | 10 x1 | - | - | Done.
    ");
}

#[test]
fn the_new_layout_and_the_details_view() {
    let new = "Log Name:      System\nSource:        Loom-Control\nDate:          1/2/2013 10:11:12 AM\nEvent ID:      7431\nTask Category: None\nLevel:         Error\nKeywords:      Classic\nUser:          N/A\nComputer:      tangle7.weave.local\nDescription:\nThe Shuttle service terminated unexpectedly.\nEvent Xml:\n";
    insta::assert_snapshot!(told(&read(new)), @"Some(Error) Loom-Control | System | 7431 x1 | [host-1] | 1/2/2013 10:11:12 AM | The Shuttle service terminated unexpectedly.");
    let details = "- System \n\n  - Provider \n\n   [ Name]  Loom-Control \n \n  - EventID 7431 \n\n   [ Qualifiers]  49152 \n \n   Version 0 \n   Level 2 \n  - TimeCreated \n\n   [ SystemTime]  2013-01-02T10:11:12.000Z \n \n   EventRecordID 5 \n   Channel System \n   Computer TANGLE7 \n   Security \n- EventData \n  param1 Shuttle \n  param2 3 \n";
    insta::assert_snapshot!(told(&read(details)), @"Some(Error) Loom-Control | System | 7431 x1 | [host-1] | 2013-01-02T10:11:12.000Z | param1 Shuttle / param2 3");
}

#[test]
fn records_of_consoles_forwarders_and_single_lines() {
    let list = "TimeCreated  : 1/2/2013 10:11:12 AM\nProviderName : Loom-Control\nId           : 7431\nMessage      : The shuttle is stuck.\n\nTimeCreated  : 1/2/2013 10:12:12 AM\nProviderName : Loom-Control\nId           : 7431\nMessage      : The shuttle is stuck again.\n";
    insta::assert_snapshot!(told(&read(list)), @"None Loom-Control | - | 7431 x2 | - | 1/2/2013 10:11:12 AM | The shuttle is stuck.");
    let splunk = "LogName=System\nSourceName=Loom-Control\nEventCode=7431\nEventType=2\nComputerName=TANGLE7\nMessage=The shuttle is stuck.";
    insta::assert_snapshot!(told(&read(splunk)), @"Some(Warning) Loom-Control | System | 7431 x1 | [host-1] | - | The shuttle is stuck.");
    let line = "Event Type: Error Event Source: LoomServ Event Category: None Event ID: 4100 Date: 1/2/2003 Time: 10:11 User: N/A Computer: TANGLE7 Description: It says Source: none.";
    insta::assert_snapshot!(told(&read(line)), @"Some(Error) LoomServ | - | 4100 x1 | [host-1] | 1/2/2003 10:11 | It says Source: none.");
    insta::assert_snapshot!(told(&read("Event ID 4100\nSource: loomserv")), @"None loomserv | - | 4100 x1 | - | - |");
}

#[test]
fn event_xml_whole_cut_and_between_prose() {
    let xml = "see <Event xmlns='http://x'><System><Provider Name='Loom &amp; Co'/><EventID Qualifiers='1'>4100</EventID><Level>2</Level><TimeCreated SystemTime='2013-01-02T10:11:12Z'/><Channel>System</Channel><Computer>TANGLE7</Computer></System><EventData><Data Name='TargetUserName'>weaver</Data><Data>yarn &lt;red&gt; &#38; blue</Data></EventData></Event> and\n- <Event><System><Provider Name=\"Audit\"/><EventID>4625</EventID><Level>0</Level><Keywords>0x8010000000000000</Keywords></System><EventData><Data Name=\"IpAddress\">10.1.2.3</Data> cut he";
    insta::assert_snapshot!(told(&read(xml)), @r"
    Some(Error) Loom & Co | System | 4100 x1 | [host-1] | 2013-01-02T10:11:12Z | TargetUserName: [user-1] / yarn <red> & blue
    Some(AuditFailure) Audit | - | 4625 x1 | - | - | IpAddress: [address-1]
    ");
}

#[test]
fn exports_with_and_without_header() {
    let new = "Level,Date and Time,Source,Event ID,Task Category\nError,1/2/2013 10:11,Loom-Control,7431,None,\"The shuttle, red,\nis stuck.\"\nInformation,1/2/2013 10:12,Spool,10,None,Done.\nError,1/2/2013 10:13,Loom-Control,7431,None,Again.\n";
    insta::assert_snapshot!(told(&read(new)), @r"
    Some(Error) Loom-Control | - | 7431 x2 | - | 1/2/2013 10:11 | The shuttle, red, / is stuck.
    Some(Information) Spool | - | 10 x1 | - | 1/2/2013 10:12 | Done.
    ");
    let other = "Event ID;Message;Computer;Source\n7431;\"stuck; fast\";TANGLE7;Loom-Control\n";
    insta::assert_snapshot!(told(&read(other)), @"None Loom-Control | - | 7431 x1 | [host-1] | - | stuck; fast");
    let old =
        "1/2/2003,10:11:12 AM,LoomServ,Error,None,4100,N/A,TANGLE7,The shuttle, red, is stuck.\n";
    insta::assert_snapshot!(told(&read(old)), @"Some(Error) LoomServ | - | 4100 x1 | [host-1] | 1/2/2003 10:11:12 AM | The shuttle, red, is stuck.");
}

#[test]
fn syslog_lines() {
    let lines = "<131>Jan  2 10:11:12 tangle7 MSWinEventLog\t1\tSystem\t77\tThu Jan 02 10:11:12 2003\t4100\tLoomServ\tN/A\tN/A\tError\tTANGLE7\tNone\t\tThe shuttle is stuck.\t5\n\
        Jan  2 10:11:13 tangle7 EvntSLog: [WRN] Thu Jan 02 10:11:13 2003: TANGLE7/Spool (11) - \"Yarn is low.\"\n\
        <131>Jan  2 10:11:14 tangle7 Loom_Control_Manager: 7431: The shuttle is stuck.\n\
        <13>1 2013-01-02T10:11:15.000Z tangle7 Loom-Audit 63 - [NXLOG@1 EventID=\"4625\" SourceName=\"Loom-Audit\" Channel=\"Security\" EventType=\"AUDIT_FAILURE\" Message=\"a]b\"] Logon failed.\n\
        Jan  2 10:11:16 tangle7 weaved[12]: pattern 7 lost\n\
        Jan  2 10:11:17 tangle7 weaved[12]: pattern 8 lost\n";
    insta::assert_snapshot!(told(&read(lines)), @r"
    Some(Error) LoomServ | System | 4100 x1 | [host-1] | Thu Jan 02 10:11:12 2003 | The shuttle is stuck.
    Some(Error) Loom Control Manager | - | 7431 x1 | [host-1] | Jan  2 10:11:14 | The shuttle is stuck.
    Some(AuditFailure) Loom-Audit | Security | 4625 x1 | [host-1] | 2013-01-02T10:11:15.000Z | a]b
    Some(Warning) Spool | - | 11 x1 | [host-1] | Thu Jan 02 10:11:13 2003 | Yarn is low.
    None weaved | - | - x2 | [host-1] | Jan  2 10:11:16 | pattern 7 lost
    ");
}

#[test]
fn an_ike_log() {
    let log = " 7-18: 10:11:12:130:2d8 Starting Negotiation: Src = 10.1.2.3.0500, Dst = 10.1.2.4.0500\n 7-18: 10:11:13:130:2d8 ProcessFailure: sa:000B1F68 centry:00000000 status:3601\n 7-18: 10:11:14:130:2d8 ProcessFailure: sa:000B2F68 centry:00000000 status:3601\n 7-18: 10:11:15:130:2d8 Policy match failed, no policy configured\n";
    insta::assert_snapshot!(told(&read(log)), @r"
    Some(Error) Oakley | - | - x2 | - | 7-18: 10:11:13:130 | ProcessFailure: sa:000B1F68 centry:00000000 status:3601
    Some(Error) Oakley | - | - x1 | - | 7-18: 10:11:15:130 | Policy match failed, no policy configured
    ");
}

#[test]
fn prose_holds_no_event() {
    for text in [
        "I get an error: the printer prints nothing. Source: none. Type: laser",
        "Date: today\nTime: noon\nUser: me\nComputer: mine\nDescription: it is slow",
        "Title, Source, Event ID are columns",
        "",
    ] {
        assert_eq!(read(text), Events::default(), "{text:?}");
    }
}

#[test]
fn grave_and_specific_events_come_first() {
    let record = |level: &str, source: &str, number: u32| {
        format!(
            "Event Type: {level}\nEvent Source: {source}\nEvent ID: {number}\nDescription:\nx\n\n"
        )
    };
    let text = [
        record("Information", "Spool", 10),
        record("Error", "Service Control Manager", 7023),
        record("Warning", "Yarn", 3),
        record("Error", "LoomServ", 4100),
    ];
    let order: Vec<_> = read(&text.concat())
        .records
        .into_iter()
        .filter_map(|record| record.number)
        .collect();
    assert_eq!(order, [4100, 7023, 3, 10]);
}

#[test]
fn a_long_paste_is_read_whole() {
    let filler =
        "the weaver says: nothing works, see Date: and Time: and <Event or a,b;c ".repeat(3_000);
    let text = format!("{filler}\n{OLD}\n{filler}");
    let events = read(&text);
    assert_eq!(events.records[0].number, Some(4100));
}

#[test]
fn encodings_of_exports() {
    let text = "Level,Date and Time,Source,Event ID,Task Category\r\nError,1/2/2013,Loom,7431,None,stuck\r\n";
    let wide: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    assert_eq!(read_bytes(&wide).records, read(text).records);
    assert_eq!(read_bytes(text.as_bytes()).read, 1);
    assert_eq!(
        read_bytes(b"ElfFile\0broken"),
        Events {
            skipped: 1,
            ..Events::default()
        }
    );
}

mod properties {
    use super::super::{read, read_bytes};
    use proptest::prelude::*;

    const LINES: &str = "((Event (ID|Type|Source)|Source|Level|Log Name|Description|Id)( : |: ?|=|\t)[a-zA-Z0-9\u{e9} ]{0,8}|</?(Event|System|Data|EventID|Provider Name='x')/?>|[0-9]{1,4}|&[a-z#0-9]{0,3};?|[,;\"]|<13>|Jan  2 10:11:12 h |MSWinEventLog\t1|[a-z]{1,4}: ?|\n){0,40}";

    proptest! {
        #[test]
        fn any_text_is_read(text in "(?s).{0,300}") {
            prop_assert!(read(&text).records.len() <= text.len());
        }

        #[test]
        fn spans_lie_inside_and_counts_add_up(text in LINES) {
            let events = read(&text);
            let counted: usize = events.records.iter().map(|record| record.count).sum();
            prop_assert_eq!(counted, events.read);
            for record in &events.records {
                prop_assert!(text.get(record.span.range()).is_some_and(|words| !words.is_empty()));
            }
        }

        #[test]
        fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            prop_assert!(read_bytes(&bytes).read <= bytes.len());
            let log: Vec<u8> = b"ElfFile\0".iter().copied().chain(bytes).collect();
            prop_assert_eq!(read_bytes(&log).records.len(), 0);
        }
    }
}
