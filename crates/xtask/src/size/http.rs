//! Just enough HTTP to count what our own server sends.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use crate::error::{Context as _, Error, Result};

/// The body as it is sent, in one of these encodings.
///
/// # Errors
/// Where there is no answer, or none with status 200.
pub fn get(server: SocketAddr, path: &str, encodings: &str) -> Result<Vec<u8>> {
    let mut answer = Vec::new();
    let mut stream = TcpStream::connect(server).context("the server is gone")?;
    stream.set_read_timeout(Some(Duration::from_secs(30))).context("no time limit can be set")?;
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: {server}\r\nAccept-Encoding: {encodings}\r\nConnection: close\r\n\r\n"
    )
    .and_then(|()| stream.read_to_end(&mut answer))
    .context(format!("GET {path} has no answer"))?;
    body(&answer).context(format!("GET {path}"))
}

fn body(answer: &[u8]) -> Result<Vec<u8>> {
    let end = answer
        .windows(4)
        .position(|bytes| bytes == b"\r\n\r\n")
        .ok_or_else(|| Error::new("the answer has no end of its head"))?;
    let head = String::from_utf8_lossy(&answer[..end]).to_ascii_lowercase();
    let status = head.split_whitespace().nth(1).unwrap_or_default();
    if status != "200" {
        return Err(Error::new(format!("the status is {status}, not 200")));
    }
    let body = &answer[end + 4..];
    if head.contains("\r\ntransfer-encoding: chunked") { unchunked(body) } else { Ok(body.to_vec()) }
}

fn unchunked(mut rest: &[u8]) -> Result<Vec<u8>> {
    let mut whole = Vec::new();
    loop {
        let broken = || Error::new("the answer's chunks are broken");
        let line = rest.windows(2).position(|bytes| bytes == b"\r\n").ok_or_else(broken)?;
        let length = std::str::from_utf8(&rest[..line])
            .ok()
            .and_then(|text| usize::from_str_radix(text.trim(), 16).ok())
            .ok_or_else(broken)?;
        rest = &rest[line + 2..];
        if length == 0 {
            return Ok(whole);
        }
        whole.extend_from_slice(rest.get(..length).ok_or_else(broken)?);
        rest = rest.get(length + 2..).ok_or_else(broken)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_counted_without_its_envelope() {
        assert_eq!(body(b"HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nabc").unwrap(), b"abc");
        assert_eq!(
            body(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n").unwrap(),
            b"abc"
        );
    }

    #[test]
    fn a_refusal_is_no_body() {
        assert_eq!(body(b"HTTP/1.1 404 Not Found\r\n\r\nx").unwrap_err().to_string(), "the status is 404, not 200");
        assert!(body(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nab").is_err());
    }
}
