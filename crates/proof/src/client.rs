//! One connection that speaks as much HTTP/1.1 as Loket's answers need: a kept connection, answers with their length.

use std::net::SocketAddr;

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::{
    Result,
    ask::{Answer, Ask},
};

#[derive(Debug)]
pub struct Client {
    stream: TcpStream,
    read: Vec<u8>,
    /// Status and headers of the last answer, in small letters.
    head: String,
}

/// The header in which a client of a proof says from which network it comes.
pub const NETWORK_HEADER: &str = "X-Forwarded-For";

impl Client {
    /// # Errors
    /// Where nobody listens.
    pub async fn connect(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, read: Vec::new(), head: String::new() })
    }

    /// # Errors
    /// Where the connection ends before the answer has come: then nobody knows whether it was done.
    pub async fn send(&mut self, ask: &Ask) -> Result<Answer> {
        self.begin(ask).await?;
        self.answer().await
    }

    /// Sends and does not wait.
    ///
    /// # Errors
    /// Where the connection has ended.
    pub async fn begin(&mut self, ask: &Ask) -> Result<()> {
        let Ask { method, path, secret, key, body, network } = ask;
        let key = key.as_ref().map_or_else(String::new, |key| format!("Idempotency-Key: {key}\r\n"));
        let [_, high, middle, low] = network.to_be_bytes();
        let request = format!(
            "{method} /api/v1{path} HTTP/1.1\r\nHost: loket\r\nAuthorization: Bearer {secret}\r\n{key}\
             {NETWORK_HEADER}: 10.{high}.{middle}.{low}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        self.stream.write_all(request.as_bytes()).await?;
        Ok(())
    }

    /// Reads what is not under /api/v1.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn get(&mut self, path: &str) -> Result<Answer> {
        self.stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: loket\r\n\r\n").as_bytes()).await?;
        self.answer().await
    }

    /// A header of the last answer, in small letters.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.head.lines().filter_map(|line| line.split_once(": "));
        headers.find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    async fn answer(&mut self) -> Result<Answer> {
        let head_length = loop {
            if let Some(at) = self.read.windows(4).position(|window| window == b"\r\n\r\n") {
                break at + 4;
            }
            self.more().await?;
        };
        let head = String::from_utf8_lossy(&self.read[..head_length]).to_lowercase();
        let status =
            head.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or("an answer without a status")?;
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length:"))
            .map_or(Ok(0), |length| length.trim().parse::<usize>())?;
        if head.contains("transfer-encoding") {
            return Err("an answer without its length".into());
        }
        while self.read.len() < head_length + length {
            self.more().await?;
        }
        let body = String::from_utf8_lossy(&self.read[head_length..head_length + length]).into_owned();
        self.read.drain(..head_length + length);
        self.head = head;
        Ok(Answer { status, body })
    }

    async fn more(&mut self) -> Result<()> {
        let mut chunk = [0; 16 * 1024];
        match self.stream.read(&mut chunk).await? {
            0 => Err("the server closed the connection".into()),
            length => {
                self.read.extend_from_slice(&chunk[..length]);
                Ok(())
            }
        }
    }
}
