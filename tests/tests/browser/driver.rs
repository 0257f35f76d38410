//! A browser window: started for one test, told where to go, looked at, ended.

use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How a window looks at pages.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) dark: bool,
    pub(crate) scripts: bool,
}

impl Look {
    pub(crate) const DESK: Self = Self {
        width: 1280,
        height: 1000,
        dark: false,
        scripts: true,
    };
    pub(crate) const PHONE: Self = Self {
        width: 390,
        height: 1400,
        ..Self::DESK
    };

    pub(crate) fn dark(self) -> Self {
        Self { dark: true, ..self }
    }

    pub(crate) fn without_scripts(self) -> Self {
        Self {
            scripts: false,
            ..self
        }
    }

    fn capabilities(self) -> Capabilities {
        // Without a user namespace of its own (as in most containers) there is no sandbox either;
        // nothing but the service under test is opened.
        let mut arguments = vec![
            "--headless=new".to_owned(),
            "--no-sandbox".to_owned(),
            "--disable-dev-shm-usage".to_owned(),
            "--hide-scrollbars".to_owned(),
            format!("--window-size={},{}", self.width, self.height),
        ];
        if self.dark {
            arguments.push("--blink-settings=preferredColorScheme=0".to_owned());
        }
        let mut options = json!({ "args": arguments, "prefs": {} });
        if !self.scripts {
            options["prefs"] = json!({ "profile.managed_default_content_settings.javascript": 2 });
        }
        if self.width < 500 {
            let (width, height) = (self.width, self.height);
            options["mobileEmulation"] = json!({ "deviceMetrics": {
                "width": width, "height": height, "pixelRatio": 1, "mobile": false, "touch": false,
            }});
        }
        let mut capabilities = Capabilities::new();
        capabilities.insert("goog:chromeOptions".to_owned(), options);
        capabilities
    }
}

/// A window of a browser.
pub(crate) struct Browser {
    pub(crate) client: Client,
    driver: Child,
    base: String,
}

/// Says that something is skipped, past the capture of tests that pass; fails the test where
/// browsers are required.
pub(crate) fn skip(what: &str, why: &str) {
    let required = std::env::var("FIRSTLINE_BROWSER_TESTS").is_ok_and(|told| told == "required");
    assert!(!required, "{what} must not be skipped: {why}");
    let _ = writeln!(std::io::stdout(), "skipped: {what}, as {why}");
}

impl Browser {
    /// A window that looks at a service; none, said aloud, where there is no browser.
    pub(crate) async fn open(base: &str, look: Look) -> Option<Self> {
        let started = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let Ok(mut driver) = started else {
            skip(
                "a test of the page",
                "there is no chromedriver (Debian: apt install chromium chromium-driver)",
            );
            return None;
        };
        let lines = BufReader::new(driver.stdout.take().unwrap()).lines();
        let port: u16 = lines
            .map_while(Result::ok)
            .find_map(|line| {
                let rest = line.split_once("started successfully on port ")?.1;
                rest.trim_end_matches('.').parse().ok()
            })
            .expect("chromedriver names its port");
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(look.capabilities())
            .connect(&format!("http://127.0.0.1:{port}"))
            .await;
        match client {
            Ok(client) => Some(Self {
                client,
                driver,
                base: base.to_owned(),
            }),
            Err(error) => {
                let _ = driver.kill();
                let _ = driver.wait();
                skip(
                    "a test of the page",
                    &format!("chromium does not start: {error}"),
                );
                None
            }
        }
    }

    pub(crate) async fn go(&self, path: &str) {
        self.client
            .goto(&format!("{}{path}", self.base))
            .await
            .unwrap();
    }

    /// Waits until an element is there and gives it.
    pub(crate) async fn find(&self, css: &str) -> fantoccini::elements::Element {
        let wait = self.client.wait().at_most(Duration::from_secs(15));
        let found = wait.for_element(Locator::Css(css)).await;
        found.unwrap_or_else(|error| panic!("{css}: {error}"))
    }

    pub(crate) async fn count(&self, css: &str) -> usize {
        let found = self.client.find_all(Locator::Css(css)).await;
        found.unwrap().len()
    }

    pub(crate) async fn text(&self, css: &str) -> String {
        self.find(css).await.text().await.unwrap()
    }

    pub(crate) async fn click(&self, css: &str) {
        self.find(css).await.click().await.unwrap();
    }

    pub(crate) async fn run(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap()
    }

    /// Presses keys where the focus is.
    pub(crate) async fn press(&self, keys: &str) {
        let focus = self.client.active_element().await.unwrap();
        focus.send_keys(keys).await.unwrap();
    }

    pub(crate) async fn path(&self) -> String {
        let url = self.client.current_url().await.unwrap();
        url.as_str()[self.base.len()..].to_owned()
    }

    /// Waits until a script says true.
    pub(crate) async fn until(&self, what: &str, script: &str) {
        let start = Instant::now();
        while self.run(&format!("return Boolean({script})")).await != Value::Bool(true) {
            assert!(start.elapsed() < Duration::from_secs(15), "never: {what}");
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }

    /// Takes a picture of the window for people to judge.
    pub(crate) async fn picture(&self, name: &str, look: Look) {
        let folder = target().join("screenshots");
        std::fs::create_dir_all(&folder).unwrap();
        let theme = if look.dark { "dark" } else { "light" };
        let name = format!("{name}-{}-{theme}.png", look.width);
        let picture = self.client.screenshot().await.unwrap();
        std::fs::write(folder.join(name), picture).unwrap();
    }

    pub(crate) async fn close(self) {
        let mut driver = self.driver;
        let _ = self.client.close().await;
        let _ = driver.kill();
        let _ = driver.wait();
    }
}

/// The folder that cargo builds into.
pub(crate) fn target() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).parent();
    folder.unwrap_or(Path::new("target")).to_owned()
}
