//! What the targets share.

/// Compiles every pattern, so that the clock of the first input does not run for it.
pub fn warm_up() {
    let text = "Event ID: 7\nSource: Loom\nerror 0x80040001 E_FAIL on TCP port 77 of LOOM-01 (10.0.0.7), \
        HKLM\\Loom\\Beam, loom.exe, Windows XP SP2; password: beam; call me, Jane Weaver\n";
    let _ = engine::understand::events::read(text);
    let _ = engine::understand::identifiers::find(text);
    let _ = engine::understand::masking::mask(text);
    let _ = engine::compose::guard::stop_card(text);
    let _ = engine::compose::risk::risk_of(text);
}
