//! What a case can be made of, and what else can be asked about one.

use harness::Sandbox;

const EXPORT: &str = "Level,Date and Time,Source,Event ID,Task Category,Computer\nInformation,1/2/2003 10:11:12,WeaverSvc,7,None,TANGLE7,\"Nothing.\"\nError,1/2/2003 10:11:13,LoomDS,4711,None,TANGLE7,\"The reed of TANGLE7 at 10.1.2.3 is full.\"\nError,1/2/2003 10:11:14,LoomDS,4711,None,TANGLE7,\"The reed of TANGLE7 at 10.1.2.3 is full.\"\n";

#[test]
fn an_attached_export_is_read_by_its_content() {
    let sandbox = Sandbox::new();
    sandbox.index_looms();
    sandbox.write("notes.dat", EXPORT);
    for arguments in [
        "triage --index kb ./notes.dat",
        "triage --index kb --attach notes.dat",
    ] {
        let page = sandbox.firstline(arguments).run().exits(0);
        let page = page
            .says("Q900002")
            .says("3 read, 2 different")
            .says("2x LoomDS 4711");
        let _ = page.is_silent_on("TANGLE7").is_silent_on("10.1.2.3");
    }
    let missing = sandbox
        .firstline("triage --index kb --attach none.evtx")
        .run()
        .exits(1);
    let _ = missing.complains("none.evtx could not be read");
}

#[test]
fn questions_are_asked_and_answered_at_the_terminal() {
    let sandbox = Sandbox::new();
    sandbox.index_looms();
    let asked = sandbox.firstline("triage --index kb -i event 4711");
    let page = asked.stdin("WarpSvc\n\n").run().exits(0);
    let _ = page.says("Which source logged event 4711?").says("Q900003");
}

#[test]
fn the_table_of_priorities_can_be_replaced() {
    let sandbox = Sandbox::new();
    sandbox.index_looms();
    let entry = |list: &str, words: &str| {
        format!("[[{list}]]\nname = \"all\"\nlabel = \"all looms\"\nwords = [\"{words}\"]\n")
    };
    let table = format!(
        "{}{}[priority.all]\nall = \"S7\"\n",
        entry("impact", "hall"),
        entry("urgency", "stands")
    );
    sandbox.write("own.toml", table);
    sandbox.write(
        "firstline.toml",
        "index = \"kb\"\npriorities = \"own.toml\"\n",
    );
    let run = sandbox.firstline_with(["triage", "the whole hall stands", "--json"]);
    assert_eq!(run.run().json()["priority"]["level"], "S7");
    sandbox.write("own.toml", "[[impact]]\n");
    let refused = sandbox.firstline("triage the hall stands").run().exits(2);
    let _ = refused.complains("no valid table of priorities");
}

#[test]
fn a_subject_is_ruled_out_with_harmless_checks_first() {
    let sandbox = Sandbox::new();
    let run = sandbox.firstline_with([
        "triage",
        "--rule-out",
        "ipsec",
        "the share cannot be opened",
    ]);
    let page = run
        .run()
        .exits(0)
        .says("Is it ipsec?")
        .says("CHECK  harmless first");
    let first = page.stdout.find("1. ").unwrap_or_default();
    assert!(
        !page.stdout[first..].starts_with("1. Stop"),
        "{}",
        page.stdout
    );
    let _ = sandbox
        .firstline("triage --rule-out dishwashers")
        .run()
        .exits(3);
}

#[test]
fn a_card_says_which_command_is_valid_where() {
    let sandbox = Sandbox::new();
    let run = sandbox.firstline_with([
        "lookup",
        "command",
        "show the assigned policy",
        "--on",
        "Windows XP SP2",
    ]);
    let _ = run.run().exits(0).says("ipseccmd show gpo  (valid there)");
    let script = sandbox
        .firstline("lookup script IPsec_Debug.vbs")
        .run()
        .exits(0);
    let _ = script
        .says("interrupts service")
        .says("Local administrator");
}

#[test]
fn what_is_not_for_the_channel_is_not_shown() {
    let sandbox = Sandbox::new();
    let shown = sandbox
        .firstline("show is-ipsec-the-problem")
        .run()
        .exits(0);
    let _ = shown.says("Take the report as a hint");
    let sealed = sandbox
        .firstline("show is-ipsec-the-problem --channel public")
        .run();
    let _ = sealed
        .says("restricted: ask a supervisor")
        .is_silent_on("Take the report");
    let raw = sandbox
        .firstline("show is-ipsec-the-problem --raw --channel public")
        .run()
        .exits(1);
    let _ = raw.is_silent_on("Take the report");
    let stop = sandbox.firstline_with([
        "triage",
        "caller wants me to connect to 10.1.2.3",
        "--audience",
        "public",
    ]);
    let page = stop.run();
    assert!(
        page.stdout.trim_start().starts_with("STOP"),
        "{}",
        page.stdout
    );
}
