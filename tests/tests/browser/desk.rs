//! What the tests look at: a service that answers from a few articles.

use crate::driver::{Browser, Look};
use harness::{Sandbox, Server};

/// A loom that stops, told at length: steps, a caution, a table, code, a gap, references.
const LOOM: &str = "---
id: Q900001
title: \"Loom stops with error 0x8AB4C1D2 after the shuttle driver is updated\"
products: [Weaver 4.0, Weaver 4.1]
kind: problem
---

# Loom stops with error 0x8AB4C1D2 after the shuttle driver is updated

## Symptoms

The loom stops in the middle of a row and the panel shows error 0x8AB4C1D2. The event log of the
loom has event 7711 of source WeaveSrv.

## Cause

The new shuttle driver does not release the bobbin lock.

## Resolution

Caution: Do not open the shuttle box while the loom has power.

1. Stop the weaving service.
2. Set the bobbin lock to manual in the panel.
3. Start the weaving service again.

```
net stop weavesrv
weavectl lock --manual   --bobbin 1
net start weavesrv
```

The following versions have the lock:

| Version | Driver | Lock |
|---|---|---|
| 4.0 | 11.2 | yes |
| 4.1 | 12.0 | no |

For the settings of the lock see the following figure:

## References

See [the spindles](Q900002.md) and [the old driver](Q911111.md).
";

const SPINDLE: &str = "---
id: Q900002
title: Spindle hums but does not turn
products: [Weaver 4.0]
kind: problem
---

# Spindle hums but does not turn

## Symptoms

The spindle hums and does not turn, and the panel shows event 7712 of source WeaveSrv.

## Resolution

1. Remove the thread from the spindle.
2. Turn the spindle by hand once.
";

/// What someone might have got into a document.
const HOSTILE: &str = "---
id: Q900003
title: \"Panel shows <script>window.broken=1</script> markup\"
products: [\"<img src=x onerror=window.broken=1>\"]
kind: problem
---

# Panel shows markup

## Symptoms

The panel shows <script>window.broken=1</script> and <img src=x onerror=\"window.broken=1\"> in
hostile letters. [A link](javascript:window.broken=1) does nothing.

## Resolution

1. Press <b onclick=\"window.broken=1\">reset</b> on the hostile panel.
";

/// A service with its documents.
pub(crate) struct Desk {
    pub(crate) base: String,
    _server: Server,
    pub(crate) sandbox: Sandbox,
}

impl Desk {
    pub(crate) fn open() -> Self {
        let sandbox = Sandbox::new();
        for (name, text) in [("loom", LOOM), ("spindle", SPINDLE), ("hostile", HOSTILE)] {
            sandbox.write(&format!("docs/{name}.md"), text);
        }
        let _ = sandbox.firstline("index docs --out kb").run().exits(0);
        let server = Server::start(&sandbox, "--index kb");
        Self {
            base: format!("http://{}", server.address),
            _server: server,
            sandbox,
        }
    }

    pub(crate) async fn look(&self, look: Look) -> Option<Browser> {
        Browser::open(&self.base, look).await
    }
}

/// A case that the knowledge base knows.
pub(crate) const CASE: &str = "The loom stops in the middle of a row and the panel shows error 0x8AB4C1D2 since the shuttle driver was updated. Event 7711 of WeaveSrv is in the log.";

/// A case that nobody knows.
pub(crate) const STRANGE: &str = "The coffee in the canteen tastes of soap on Thursdays.";

/// Types a case and sends it.
pub(crate) async fn triage(browser: &Browser, text: &str) {
    browser.go("/triage").await;
    browser.find("#text").await.send_keys(text).await.unwrap();
    browser.click(".entry button.primary").await;
    browser.find(".triage.asked").await;
}
