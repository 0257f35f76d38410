//! The pages through all layers, as a browser without scripts asks for them.

mod keys;
mod open;
mod upload;

use crate::config::Config;
use crate::state::AppState;
use crate::testing::{Answer, build_documents, send};
use axum::body::Body;
use http::Request;
use std::path::Path;

/// A problem with steps, a caution and a table.
const LOOM: &str = "---
id: Q900001
title: Loom stops with error 0x8AB4C1D2 after the driver is updated
kind: problem
---

# Loom stops with error 0x8AB4C1D2 after the driver is updated

## Symptoms

The loom stops in the middle of a row. The panel shows error 0x8AB4C1D2.

## Resolution

Caution: Do not open the shuttle box while the loom has power.

1. Stop the weaving service.
2. Set the bobbin lock to manual.

The following versions have the lock:

| Version | Lock |
|---|---|
| 4.0 | yes |
";

/// What someone might have got into a document.
const HOSTILE: &str = "---
id: Q900003
title: \"Panel <script>alert(1)</script> shows markup\"
products: [\"<img src=x onerror=alert(1)>\"]
kind: problem
---

# Panel shows markup

## Symptoms

The panel shows <script>alert(1)</script> and hostile letters. [A link](javascript:alert(1)).

## Resolution

1. Press \"><svg onload=alert(1)> on the hostile panel.

```
</code></pre><script>alert(1)</script>
```
";

const SECRET: &str = "---
id: Q900004
title: Loom cellar door stays shut
audience: tier2
---

The cellar door of the loom stays shut. Turn the hidden wheel.
";

/// A service of a few articles; with keys if `keys` names a file.
fn service(dir: &Path, keys: Option<&Path>) -> AppState {
    build_documents(
        &dir.join("kb"),
        &[("loom", LOOM), ("hostile", HOSTILE), ("secret", SECRET)],
    );
    let config = Config {
        index: Some(dir.join("kb")),
        keys: keys.map(Path::to_owned),
        ..Config::default()
    };
    AppState::open(config).unwrap()
}

/// What a browser sends when someone follows a link.
async fn visit(state: &AppState, path: &str, cookie: &str) -> (Answer, String) {
    let request = Request::get(path)
        .header("accept", "text/html,application/xhtml+xml")
        .header("cookie", cookie);
    let answer = send(state, request.body(Body::empty()).unwrap()).await;
    let page = String::from_utf8(answer.body.clone()).unwrap();
    (answer, page)
}

/// What a browser sends when someone presses a button of a form on one of our own pages.
async fn submit(state: &AppState, path: &str, fields: &[(&str, &str)]) -> (Answer, String) {
    submit_from(state, path, fields, ("same-origin", "")).await
}

async fn submit_from(
    state: &AppState,
    path: &str,
    fields: &[(&str, &str)],
    (site, cookie): (&str, &str),
) -> (Answer, String) {
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    let request = Request::post(path)
        .header("accept", "text/html")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", site)
        .header("origin", "null")
        .header("cookie", cookie);
    let answer = send(state, request.body(Body::from(body)).unwrap()).await;
    let page = String::from_utf8(answer.body.clone()).unwrap();
    (answer, page)
}
