//! The hand-over packet on the command line.

use harness::Sandbox;

#[test]
fn a_case_is_written_as_a_packet_for_a_ticket() {
    let sandbox = Sandbox::new();
    let run = sandbox.firstline("escalate --have scope=one_pc -");
    let page = run
        .stdin("event 4284 keeps coming on WEAVER7")
        .run()
        .exits(0);
    let page = page
        .says("# Hand-over to IPsec policy designer")
        .says(" missing: ");
    let _ = page
        .says("one_pc")
        .says("## Do not")
        .says("## Not for tier 1 to do");
}

#[test]
fn a_packet_goes_to_a_file_and_fits_the_schema_that_is_printed() {
    let sandbox = Sandbox::new();
    let session =
        sandbox.firstline("guide callers-own-computer --answer 1 --answer 1 --answer no --json");
    let session = session.run().exits(0).json();
    let code = session["code"].as_str().unwrap();
    let run = sandbox.firstline(&format!("escalate --guide {code} -o packet.json"));
    let _ = run
        .run()
        .exits(0)
        .says("Hand-over to Tier 2")
        .says("COLLECTED")
        .says("packet.json");
    let packet = std::fs::read_to_string(sandbox.path("packet.json")).unwrap();
    let packet: serde_json::Value = serde_json::from_str(&packet).unwrap();
    let schema = sandbox.firstline("escalate --schema").run().exits(0).json();
    assert_eq!(schema["properties"]["schema"]["const"], packet["schema"]);
    for name in schema["required"].as_array().unwrap() {
        assert!(
            !packet[name.as_str().unwrap()].is_null() || name == "issue",
            "{name}"
        );
    }
    assert_eq!(packet["session"]["code"], code);
}

#[test]
fn there_has_to_be_a_case() {
    let sandbox = Sandbox::new();
    let refused = sandbox.firstline("escalate --json").run().exits(2);
    assert_eq!(refused.problem()["type"], "urn:firstline:problem:usage");
    let _ = sandbox
        .firstline("escalate --guide 22-22")
        .run()
        .exits(3)
        .complains("There is no session");
}
