//! Tests of `masking`, on invented texts.

use super::*;

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(mask(text).text, expected);
}

#[test]
fn names_addresses_and_secrets_become_tokens() {
    for (text, expected) in [
        (
            "Computer: LOOM-07\nUser: LOOMDOM\\weaver",
            "Computer: [host-1]\nUser: [user-1]",
        ),
        (
            "User: N/A\nComputer: <computer name>",
            "User: N/A\nComputer: <computer name>",
        ),
        (
            "<134>Nov 21 06:15:00 LOOM-07 Weaver[9]: done\nNov  1 06:15:00 LOOM-08 Weaver: done",
            "<134>Nov 21 06:15:00 [host-1] Weaver[9]: done\nNov  1 06:15:00 [host-2] Weaver: done",
        ),
        (
            "<34>1 2020-01-02T03:04:05.678Z loom7.test su - ID47 - failed",
            "<34>1 2020-01-02T03:04:05.678Z [host-1] su - ID47 - failed",
        ),
        ("User: NT AUTHORITY\\SYSTEM", "User: NT AUTHORITY\\SYSTEM"),
        ("mail bob.weaver@loom.test to me", "mail [email-1] to me"),
        (
            "from 10.1.2.3 to 10.1.2.4 and 10.1.2.3 again",
            "from [address-1] to [address-2] and [address-1] again",
        ),
        ("fe80::1c2d:3e4f seen", "[address-1] seen"),
        (
            "owner S-1-5-21-1004336348-1177238915-682003330-512",
            "owner [sid-1]",
        ),
        ("S-1-5-18 owns it", "S-1-5-18 owns it"),
        ("password: Shuttle9!", "password: [password-1]"),
        (
            "my password is Shuttle9! now",
            "my password is [password-1] now",
        ),
        ("the password is required", "the password is required"),
        ("Password: incorrect", "Password: incorrect"),
        (
            "product key is ABCDE-12345-FGHIJ-67890-KLMNO",
            "product key is [key-1]",
        ),
        (
            "net use \\\\loomsrv\\share /user:LOOM\\bob Shuttle9",
            "net use \\\\[host-1]\\share /user:LOOM\\[user-1] [password-1]",
        ),
        (
            "C:\\Users\\bweaver\\AppData\\x.log",
            "C:\\Users\\[user-1]\\AppData\\x.log",
        ),
        (
            "C:\\Documents and Settings\\All Users\\x.ini",
            "C:\\Documents and Settings\\All Users\\x.ini",
        ),
        ("ping loom7.weave.local fails", "ping [host-1] fails"),
        (
            "see www.microsoft.com and shop.loom.com",
            "see www.microsoft.com and [host-1]",
        ),
        (
            "user b.weaver2 and user 'kim'",
            "user [user-1] and user '[user-2]'",
        ),
        ("00-1A-2b-3C-4d-5E answered", "[address-1] answered"),
        ("SRV-17 does not answer", "[host-1] does not answer"),
        (
            "SRV-17, srv-17 and PC-0815 on LON-DC01, EXCH02",
            "[host-1], [host-1] and [host-2] on [host-3], [host-4]",
        ),
        ("NB-4711-B is slow", "[host-1] is slow"),
        ("HQ-EXCH-02 is down", "[host-1] is down"),
        (
            "the server LOOM7 and host WEAVE-FS2 hang",
            "the server [host-1] and host [host-2] hang",
        ),
        (
            "a server named Berlin and the machine called \"TANGLE\"",
            "a server named [host-1] and the machine called \"[host-2]\"",
        ),
        (
            "LOOMDOM\\weaver2 logged on",
            "[domain-1]\\[user-1] logged on",
        ),
    ] {
        check(text, expected);
    }
}

#[test]
fn what_callers_say_of_themselves_becomes_tokens() {
    for (text, expected) in [
        (
            "User Ann Miller on PC-17 cannot print",
            "User [person-1] on [host-1] cannot print",
        ),
        (
            "My name is Bob Jones, call me at 555-1234. Bob hangs on.",
            "My name is [person-1], call me at [phone-1]. [person-1] hangs on.",
        ),
        (
            "This is Bob Jones from accounting",
            "This is [person-1] from accounting",
        ),
        ("called back by Ann", "called back by [person-1]"),
        ("caller: ANN MILLER", "caller: [person-1]"),
        (
            "Caller: J. Weaver\nUser: A. Loom",
            "Caller: [person-1]\nUser: [person-2]",
        ),
        ("spoke to Mr. Weaver", "spoke to Mr. [person-1]"),
        (
            "my name is ann weaver, word hangs",
            "my name is [person-1], word hangs",
        ),
        (
            "user J\u{fc}rgen M\u{fc}ller complains",
            "user [person-1] complains",
        ),
        (
            "Ann's computer and Mrs. Weaver's mailbox",
            "[person-1]'s computer and Mrs. [person-2]'s mailbox",
        ),
        ("only PC-17", "only [host-1]"),
        (
            "on PC-17, PC-18 and pc-19",
            "on [host-1], [host-2] and [host-3]",
        ),
        (
            "on LOOM-7 and on berlin-ws-12",
            "on [host-1] and on [host-2]",
        ),
        ("happens only on PC17", "happens only on [host-1]"),
        (
            "loom7.weave.com fails, then LOOM7 restarts",
            "[host-1] fails, then [host-1] restarts",
        ),
        (
            "phone +49 30 1234567 or (425) 555-0123",
            "phone [phone-1] or [phone-2]",
        ),
        ("ext. 4711", "ext. [phone-1]"),
        ("Thanks,\nAnn Weaver", "Thanks,\n[person-1]"),
    ] {
        check(text, expected);
    }
}

#[test]
fn secrets_are_masked_however_they_are_told() {
    for (text, expected) in [
        (
            "the pw of user karin is weave22",
            "the pw of user [person-1] is [password-1]",
        ),
        (
            "kennwort geheim123 geht nicht",
            "kennwort [password-1] geht nicht",
        ),
        ("PW = Abc123!x", "PW = [password-1]"),
        (
            "password was changed to Weft#2024",
            "password was changed to [password-1]",
        ),
        (
            "my login is jweft and my PIN is 4829",
            "my login is [user-1] and my PIN is [password-1]",
        ),
        ("login: ann.w / Beam77", "login: [user-1] / [password-1]"),
        (
            "client_secret=8Q~abcDEF123gh app fails",
            "client_secret=[key-1] app fails",
        ),
        ("token: ghp_weft0000WARP1111loom2222", "token: [key-1]"),
        ("xoxb-0000000000-weftwarp", "[key-1]"),
        ("card 4111 1111 1111 1111", "card [key-1]"),
        ("IBAN DE89 3704 0044 0532 0130 00", "IBAN [key-1]"),
        ("SSN 078-05-1120", "SSN [key-1]"),
        (
            "111111-222222-333333-444444-555555-666666-111111-222222",
            "[key-1]",
        ),
    ] {
        check(text, expected);
    }
    for text in [
        "the login is slow and login failed",
        "Token ring 16/4 card",
        "username is wrong",
        "password prompt, error 1326",
        "4111 1111 1111 1112",
        "pin 9 of the connector",
        "user account / computer account",
    ] {
        check(text, text);
    }
}

#[test]
fn what_leads_to_a_name_is_not_searched_for() {
    for (text, open) in [
        ("My name is Bob Jones, call me at 555-1234", ",  "),
        (
            "User Ann Weaver on PC-17 cannot print",
            " on   cannot print",
        ),
        (
            "Hello, this is Bob Jones from accounting. Word hangs.",
            ". Word hangs.",
        ),
        ("[user-3] at 10.1.2.3 fails", " at   fails"),
        ("Word hangs.", "Word hangs."),
    ] {
        assert_eq!(mask(text).open, open, "{text}");
    }
}

#[test]
fn what_solves_a_case_stays() {
    for text in [
        "MSExchangeMTA event 316 says 0x80004005 in loom32.dll",
        "version 4.0.13.1 of Windows NT 4.0 SP6a",
        "HKLM\\Software\\Loom and SYSTEM\\CurrentControlSet",
        "{8CC497C0-A1DF-11CE-8098-00AA0047BE5D}",
        "C:\\WINNT\\SYSTEM32\\loom.dll in D:\\exchsrvr\\bin",
        "The server could not be reached, user cannot log on",
        "address 127.0.0.1, mask 255.255.255.0, own 169.254.3.4",
        "RFC-2138, SHA-256, MS02-048 and CVE-2020-1472",
        "Server: the computer is slow",
        "Source: Service Control Manager",
        "KB-123, MS03-026, SP-3, Q301529 and X-400 on a PC-98 or an LT-5",
        "a DB-9 plug, SQL-92, WIN-32, SERVER-2003, DC-431, EXCH-0B, Q-235174, RS-232",
        "the server SP3 was put on, server NT4, computer COM1, host TN3270, Server IIS5",
        "a server named pipe fails, the computer called back, the server named above",
        "server RPC and host MSExchangeIS stop, server MSEXCHANGEMTA 2110",
        "on NT-4 with RS-232 on COM-1, from X.25 to MS-DOS, only KB-123 and on HP-4",
        "User Manager for Domains, User Profile, user Must Change Password, the user Rights",
        "This is Outlook from Microsoft. I am Unable to print. It is Monday.",
        "talked to Exchange, spoke to Compaq, mail from Outlook, called by Windows",
        "name: Word 97, from: Outlook, client: Excel, caller: none",
        "User Doesn't Have Rights, Users Can't Log On, user IDs, called by FoxISAPI",
        "the computer name is twelve letters, the file name is incorrect, from Getdest.dll",
        "my name is not accepted, the name is wrong, user name is missing",
        "call 5 times, call 1-800-936-4900, dial 9 1, 425 0 0 and error 8004-1234",
        "on page 12-34, on SP-3 from Q235174, to 12-34-56, at 10:30, on Dr. Watson",
        "only Windows-98, on office-2000, from word-97, at level-3, on step-2",
        "Mr. and Mrs. on MS Mail, thanks, Exchange hangs",
        "at AUG-12-1999, on PC-98, from LPT-1, on DB-25, only UTF-8",
    ] {
        check(text, text);
    }
}

#[test]
fn a_name_from_a_field_is_masked_everywhere_and_alike() {
    check(
        "Computer: TANGLE7\nThe session from tangle7 to Tangle7 failed. NETLOGON.",
        "Computer: [host-1]\nThe session from [host-1] to [host-1] failed. NETLOGON.",
    );
    check(
        "Computer: EXCHANGE\nExchange stopped.",
        "Computer: EXCHANGE\nExchange stopped.",
    );
    let mut masker = Masker::default();
    assert_eq!(masker.token(Class::Host, "TANGLE7"), "[host-1]");
    assert_eq!(
        masker.mask("ask tangle7 and 10.9.8.7").text,
        "ask [host-1] and [address-1]"
    );
    assert_eq!(masker.token(Class::User, "N/A"), "N/A");
}

#[test]
fn counts_tell_the_places() {
    let masked = mask("10.1.2.3, 10.1.2.3, bob@loom.test");
    assert_eq!(
        masked.counts,
        BTreeMap::from([(Class::Address, 2), (Class::Email, 1)])
    );
}

#[test]
fn a_long_text_is_masked_to_its_end() {
    let text = "Computer: TANGLE7 at 10.1.2.3 user: bob \\\\ DOM\\x @@ :: password ".repeat(20_000);
    let masked = mask(&text).text;
    assert!(!masked.contains("TANGLE7") && !masked.contains("10.1.2.3"));
}

mod properties {
    use super::super::mask;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn masking_twice_changes_nothing(text in "((Computer|User|password|Domain)(: | is )|\\\\\\\\|[a-z]{2,5}@|10\\.[0-9]\\.3\\.[0-9]{1,2}|[A-Z]{2,5}\\\\[a-z]{2,4}|[a-z0-9\u{e9}]{1,6}|[ \n]){0,12}") {
            let once = mask(&text).text;
            prop_assert_eq!(&mask(&once).text, &once);
        }

        #[test]
        fn any_text_is_read(text in "(?s).{0,300}") {
            let masked = mask(&text);
            prop_assert_eq!(masked.counts.is_empty(), masked.text == text);
        }
    }
}
