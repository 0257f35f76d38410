//! Standard input and output as lines of JSON. A line that is no JSON is answered with a parse
//! error, as JSON-RPC asks, and goes no further; the protocol's own machinery would pass over it
//! in silence, and a client that sent it would wait for ever.

use std::sync::Arc;
use tokio::io::{
    AsyncBufRead, AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader,
    DuplexStream,
};
use tokio::sync::Mutex;
use tokio::task::JoinHandle;

/// Bytes of a line that are read; a case with a log in it is far below.
const LONGEST: u64 = 4 << 20;
/// Bytes that may lie between the streams and the protocol.
const BETWEEN: usize = 64 * 1024;
/// The answer to what is no JSON: it has no id to answer to.
const PARSE_ERROR: &[u8] =
    b"{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32700,\"message\":\"Parse error\"}}\n";

/// The two streams for the protocol, and what has to be waited for once it has ended.
pub(super) struct Lines {
    /// What was sent, JSON only.
    pub(super) input: DuplexStream,
    /// Where answers go.
    pub(super) output: DuplexStream,
    /// Ends when everything written to `output` is out.
    pub(super) written: JoinHandle<std::io::Result<()>>,
}

/// Puts itself between two streams and the protocol.
pub(super) fn between<R, W>(from: R, to: W) -> Lines
where
    R: AsyncRead + Unpin + Send + 'static,
    W: AsyncWrite + Unpin + Send + 'static,
{
    let (input, pass_on) = tokio::io::duplex(BETWEEN);
    let (output, answers) = tokio::io::duplex(BETWEEN);
    let to = Arc::new(Mutex::new(to));
    tokio::spawn(sift(BufReader::new(from), pass_on, Arc::clone(&to)));
    let written = tokio::spawn(write_whole_lines(BufReader::new(answers), to));
    Lines {
        input,
        output,
        written,
    }
}

/// Passes lines of JSON on and answers the others.
async fn sift<R, W>(mut from: R, mut pass_on: DuplexStream, to: Arc<Mutex<W>>)
where
    R: AsyncBufRead + Unpin,
    W: AsyncWrite + Unpin,
{
    let mut line = Vec::new();
    while let Ok(is_whole) = read_line(&mut from, &mut line).await {
        if line.is_empty() {
            return;
        }
        if line.trim_ascii().is_empty() && is_whole {
            continue;
        }
        let is_json = || serde_json::from_slice::<serde::de::IgnoredAny>(&line).is_ok();
        let sent = if is_whole && is_json() {
            pass_on.write_all(&line).await
        } else {
            write(&to, PARSE_ERROR).await
        };
        if sent.is_err() {
            return;
        }
    }
}

/// Reads a line; false if it was too long, and passed over up to its end.
async fn read_line<R: AsyncBufRead + Unpin>(
    from: &mut R,
    line: &mut Vec<u8>,
) -> std::io::Result<bool> {
    line.clear();
    let mut is_whole = true;
    loop {
        let kept = line.len();
        let read = (&mut *from).take(LONGEST).read_until(b'\n', line).await?;
        if line.last() == Some(&b'\n') || (read as u64) < LONGEST {
            return Ok(is_whole);
        }
        is_whole = false;
        // One piece stays, as an empty line is the end of the input.
        line.truncate(kept.max(1));
    }
}

/// Takes answers line by line, so that none stands within another.
async fn write_whole_lines<W: AsyncWrite + Unpin>(
    mut answers: BufReader<DuplexStream>,
    to: Arc<Mutex<W>>,
) -> std::io::Result<()> {
    let mut line = Vec::new();
    while answers.read_until(b'\n', &mut line).await? > 0 {
        write(&to, &line).await?;
        line.clear();
    }
    Ok(())
}

async fn write<W: AsyncWrite + Unpin>(to: &Mutex<W>, line: &[u8]) -> std::io::Result<()> {
    let mut to = to.lock().await;
    to.write_all(line).await?;
    to.flush().await
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What goes on to the protocol, and what is answered at once.
    async fn sifted(input: Vec<u8>) -> (String, String) {
        let (mut client, to) = tokio::io::duplex(16 << 20);
        let Lines {
            input: mut passed,
            output,
            written,
        } = between(std::io::Cursor::new(input), to);
        let mut on = Vec::new();
        passed.read_to_end(&mut on).await.unwrap();
        drop(output);
        written.await.unwrap().unwrap();
        let mut told = String::new();
        client.read_to_string(&mut told).await.unwrap();
        (String::from_utf8(on).unwrap(), told)
    }

    #[tokio::test]
    async fn what_is_no_json_is_answered_and_the_rest_passed_on() {
        let (on, told) =
            sifted(b"{\"id\":1}\n{broken\n\n \r\n[]\n\xff\n{\"id\":2}\r\n{\"id\":3}".to_vec())
                .await;
        assert_eq!(on, "{\"id\":1}\n[]\n{\"id\":2}\r\n{\"id\":3}");
        assert_eq!(told.matches("-32700").count(), 2, "{told}");
        assert_eq!(told.lines().count(), 2);
    }

    #[tokio::test]
    async fn a_line_without_end_takes_no_room_without_end() {
        let mut input = vec![b'['; 3 * LONGEST as usize + 7];
        input.extend(b"\n{\"id\":1}\n");
        let (on, told) = sifted(input).await;
        assert_eq!(on, "{\"id\":1}\n");
        assert_eq!(told.matches("-32700").count(), 1);
    }
}
