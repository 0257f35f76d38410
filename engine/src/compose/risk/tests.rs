//! Tests of `risk`, on invented texts.

use super::*;

const READ_ONLY: &[&str] = &[
    "Ping the server from the client.",
    "View the event log.",
    "Check the version of the driver.",
    "Verify that the loom service is running.",
    "Make sure that the cable is connected.",
    "Examine the log for event 4100.",
    "Note the name of the server.",
    "ipconfig /all",
    "netstat -an",
    "nbtstat -a tangle7",
    "netsh ipsec dynamic show all",
    "oc get pods -n loom",
    "kubectl describe pod shuttle-1",
    "$ oc logs shuttle-1",
    "Contact the policy designer.",
    "Compare the two lists.",
    "Wait ten minutes.",
    "Open Event Viewer.",
    "Do not restart the server; view the log.",
    "tracert tangle7",
    "eseutil /mh priv.edb",
];

const REVERSIBLE: &[&str] = &[
    "Click Start, and then click Run.",
    "Change the value to 1.",
    "Type the following command, and then press ENTER.",
    "Rename the file.",
    "Click to clear the Weave check box.",
    "Remove the check mark.",
    "Add the following line to the file.",
    "Copy Loom.dll to the folder.",
    "Set the startup type to Manual.",
    "Create a new user account.",
    "Start the service.",
    "Increase the buffer to 64.",
    "On the Edit menu, click Add Value.",
    "regsvr32 loom.dll",
    "ipconfig /flushdns",
    "net start loomserv",
    "Add a route for the subnet.",
    "Use another printer.",
    "Move the pointer to the upper corner.",
    "Press the DELETE key.",
    "Select the shuttle in the list.",
    "Twist the yarn.",
    "Change the password of the service.",
    "Delete the shortcut.",
    "Remove the entry from the list.",
    "Close all programs.",
];

const DISRUPTIVE: &[&str] = &[
    "Stop the Print Spooler service.",
    "Restart the computer.",
    "Restart your server.",
    "Quit the editor, and then restart Windows.",
    "Shut down and restart the computer.",
    "Install the latest service pack.",
    "Obtain the hotfix and apply the update.",
    "Upgrade the BIOS to version 2.",
    "Disable the network adapter.",
    "Disconnect the cable.",
    "Log off, and then log on again.",
    "net stop loomserv",
    "At a command prompt, type \"net stop loomserv\", and then press ENTER.",
    "iisreset",
    "ipconfig /release",
    "kubectl drain node-3",
    "oc delete pod shuttle-1",
    "systemctl restart loomd",
    "chkdsk c: /f",
    "Dismount the store.",
    "Restarting the service clears the queue.",
    "Pause the cluster resource.",
    "Kill the process.",
    "Replace the driver with the updated version.",
    "Turn off the computer.",
    "Reinstall the printer driver.",
    "taskkill /im loom.exe",
    "Stop the service, and then start the service.",
];

const DESTRUCTIVE: &[&str] = &[
    "Format the hard disk.",
    "Repartition the drive, and then install the system.",
    "Delete the mailbox.",
    "Delete all files in the folder.",
    "Right-click the mailbox, and then click Delete.",
    "Purge the message queue.",
    "Remove the database from the server.",
    "Delete the following registry key.",
    "Rebuild the index of the store.",
    "Restore the database from a backup.",
    "Reinstall Windows.",
    "Demote the domain controller.",
    "eseutil /p priv.edb",
    "isinteg -pri -fix -test alltests",
    "format c:",
    "del *.log",
    "rm -rf /var/loom",
    "kubectl delete pvc yarn-1",
    "oc delete namespace loom",
    "reg delete HKLM\\Software\\Loom",
    "Erase the disk.",
    "Seize the role.",
    "net user weaver /delete",
    "Empty the public folder.",
    "Use ntdsutil: \"ntdsutil metadata cleanup\"",
];

#[test]
fn every_sentence_has_its_risk() {
    let tables = [
        (Risk::ReadOnly, READ_ONLY),
        (Risk::Reversible, REVERSIBLE),
        (Risk::Disruptive, DISRUPTIVE),
        (Risk::Destructive, DESTRUCTIVE),
    ];
    let mut wrong = Vec::new();
    for (risk, sentences) in tables {
        for sentence in sentences {
            let (found, reason) = risk_of(sentence);
            if found != risk {
                wrong.push(format!("{sentence}: {found:?} ({reason}) for {risk:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_forbids_is_no_step() {
    for (text, forbids) in [
        ("Do not restart the service.", true),
        ("WARNING: Editing the registry can harm.", true),
        ("Stop the service only as a last resort.", true),
        ("Never delete the log by hand.", true),
        ("The advice of the event should not be followed.", true),
        ("Restart the service.", false),
        ("If the driver does not load, reinstall it.", false),
        ("The server does not respond.", false),
    ] {
        assert_eq!(is_forbidding(text), forbids, "{text}");
        let within = format!("All is well. {text} Then it ends.");
        let patterns: Vec<&str> = forbidding().collect();
        let any = Regex::new(&format!("(?i){}", patterns.join("|"))).unwrap();
        assert!(!forbids || any.is_match(&within), "{within}");
    }
}

#[test]
fn steps_that_lose_data_cannot_be_taken_back() {
    for (step, loses) in [
        (
            "There is an option (Edbutil /d /r <name>, Eseutil /p <name>) that repairs.",
            true,
        ),
        ("Use the repair option; data loss will occur.", true),
        ("Some data may be lost when you do so.", true),
        ("Weave the index anew, which loses all data in it.", true),
        ("Make a backup to prevent data loss.", false),
        ("Do so without losing any data.", false),
        ("View the log (Eseutil) for hints.", false),
    ] {
        assert_eq!(risk_of(step).0 == Risk::Destructive, loses, "{step}");
    }
}

#[test]
fn instructions_and_statements() {
    for (text, instructs) in [
        ("Restart the computer.", true),
        ("To work around this, rename the file.", true),
        ("net stop loomserv", true),
        ("You must install the update.", true),
        ("The yarn is red.", false),
        ("This behavior is by design.", false),
        ("Do not restart the computer.", false),
    ] {
        assert_eq!(is_instruction(text), instructs, "{text}");
    }
}

mod properties {
    use super::super::{is_forbidding, is_instruction, risk_of};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_second_step_never_lowers_the_risk(one in "[a-zA-Z .,\"/:\u{e9}-]{0,60}", other in "(Restart|Delete|View|Click) the (computer|mailbox|log|button)") {
            let both = risk_of(&[one.as_str(), other.as_str()].join(".\n"));
            prop_assert!(both.0 >= risk_of(&other).0);
            prop_assert!(is_instruction(&other) && !is_forbidding(&other));
        }
    }
}
