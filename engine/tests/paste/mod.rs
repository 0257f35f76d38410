//! An invented paste of more than 20,000 words.

use std::fmt::Write as _;

/// Lines of a log server about nothing, invented talk, and one event that the built-in knowledge base
/// knows, far inside.
pub(crate) fn paste() -> String {
    let mut text =
        "Since the dye works moved to the new hall we see this in the logs.\n".to_owned();
    for line in 0..1_500 {
        let (minute, second) = (line / 60 % 60, line % 60);
        let _ = writeln!(
            text,
            "<134>Nov 21 06:{minute:02}:{second:02} TANGLE{line} Weaver[{line}]: shuttle {line} passed warp {second} of the hall without a word to anybody"
        );
        if line == 900 {
            text.push_str(
                "\nEvent Type: Error\nEvent Source: IPSec\nEvent ID: 4284\nComputer: TANGLE9\nDescription:\nReceived 7 packets in the clear from 10.1.2.3 which should have been secured.\n\n",
            );
        }
    }
    text
}
