//! A house: one folder with a small catalogue, a built app of one file and a data folder; the program run in it; and
//! residents who speak HTTP over a connection of their own.

use std::{
    io::{BufRead as _, BufReader, ErrorKind, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Output, Stdio},
    sync::{Arc, Mutex},
    thread::JoinHandle,
    time::{Duration, Instant},
};

use contract::{Secret, holds::Hold, visits::Ticket, windows::DeskWindows};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_loket-server");
const INDEX: &str = r#"<!doctype html><html lang="id"><head><title>Loket</title></head><body><div id="app"></div><script src="/start-0123456789abcdef.js" type="module"></script></body></html>"#;

pub struct House {
    folder: TempDir,
}

impl House {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (app, catalogue) = (folder.path().join("app"), folder.path().join("catalogue"));
        std::fs::create_dir_all(&app).unwrap();
        std::fs::create_dir_all(catalogue.join("tenants")).unwrap();
        std::fs::create_dir_all(folder.path().join("data")).unwrap();
        std::fs::write(app.join("index.html"), INDEX).unwrap();
        for (name, content) in [
            ("start-0123456789abcdef.js", "start()"),
            ("embed-1-0123456789abcdef.js", "embed()"),
            ("frame-0123456789abcdef.js", "frame()"),
            ("embedded-0123456789abcdef.css", "a{}"),
            ("worker.js", "const BACKEND = '';\nrun();"),
        ] {
            std::fs::write(app.join(name), content).unwrap();
        }
        let small = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/catalogue");
        for file in ["mall.toml", "taxonomy.toml", "documents.toml", "tenants/capil.toml", "tenants/polres.toml"] {
            // Room for a crowd.
            let text = std::fs::read_to_string(small.join(file)).unwrap().replace("capacity = 3\n", "capacity = 300\n");
            std::fs::write(catalogue.join(file), text).unwrap();
        }
        Self { folder }
    }

    /// Another house with the same key, and no ledger.
    pub fn with_key_of(other: &Self) -> Self {
        let house = Self::new();
        std::fs::copy(other.data().join("loket.key"), house.data().join("loket.key")).unwrap();
        house
    }

    /// The bytes of each key.
    pub fn keys(&self) -> Vec<Vec<u8>> {
        let file = std::fs::read_to_string(self.data().join("loket.key")).unwrap();
        let digits = file.lines().map(|line| line.split_once(' ').unwrap().1);
        let byte = |digits: &str, at: usize| u8::from_str_radix(&digits[at..at + 2], 16).unwrap();
        digits.map(|digits| (0..digits.len()).step_by(2).map(|at| byte(digits, at)).collect()).collect()
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The names of what is in the data folder.
    pub fn kept(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.data()).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(PROGRAM);
        for (flag, folder) in [("--data", "data"), ("--app", "app"), ("--catalogue", "catalogue")] {
            command.arg(flag).arg(self.path(folder));
        }
        command.args(["--listen", "127.0.0.1:0"]).args(arguments);
        command
    }

    /// Runs a command to its end.
    pub fn run(&self, arguments: &[&str]) -> Done {
        Done(self.command(arguments).output().unwrap())
    }

    /// Starts the server and waits until it listens.
    pub fn serve(&self, flags: &[&str]) -> Server {
        Server::start(self.command(flags))
    }
}

/// A command that has ended.
pub struct Done(Output);

impl Done {
    pub fn said(&self) -> String {
        format!("{}{}", String::from_utf8_lossy(&self.0.stdout), String::from_utf8_lossy(&self.0.stderr))
    }

    #[track_caller]
    pub fn succeeded(&self) -> String {
        assert!(self.0.status.success(), "{}", self.said());
        self.said()
    }

    /// It says this in one line of its log, and no more.
    #[track_caller]
    pub fn failed_with(&self, sentence: &str) {
        let said = self.said();
        assert!(!self.0.status.success() && said.contains(sentence), "{sentence:?} is not in {said:?}");
        assert_eq!(said.lines().count(), 1, "{said}");
    }
}

pub struct Server {
    child: Child,
    pub address: SocketAddr,
    log: Arc<Mutex<String>>,
    reader: Option<JoinHandle<()>>,
}

impl Server {
    fn start(mut command: Command) -> Self {
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        let log = Arc::new(Mutex::new(String::new()));
        let mut address = None;
        while address.is_none() {
            let mut line = String::new();
            assert_ne!(lines.read_line(&mut line).unwrap(), 0, "it ended before it listened: {}", log.lock().unwrap());
            address = address_in(&line, "listening");
            log.lock().unwrap().push_str(&line);
        }
        let written = Arc::clone(&log);
        let reader = std::thread::spawn(move || {
            for line in lines.lines().map_while(Result::ok) {
                written.lock().unwrap().push_str(&(line + "\n"));
            }
        });
        Self { child, address: address.unwrap(), log, reader: Some(reader) }
    }

    pub fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// Where it answers what Prometheus asks.
    pub fn metrics_address(&self) -> SocketAddr {
        self.log().lines().find_map(|line| address_in(line, "telling metrics")).unwrap()
    }

    /// SIGTERM.
    pub fn tell_to_stop(&self) {
        assert!(Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap().success());
    }

    /// Waits for its end, and answers how it ended and all that it logged.
    pub fn ended(mut self) -> (ExitStatus, String) {
        let status = self.child.wait().unwrap();
        self.reader.take().unwrap().join().unwrap();
        (status, self.log())
    }

    pub fn is_running(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    pub fn stop(self) {
        self.tell_to_stop();
        assert!(self.ended().0.success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Gone already where it ended as it should.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn address_in(line: &str, message: &str) -> Option<SocketAddr> {
    if let Ok(line) = serde_json::from_str::<Value>(line) {
        return line["address"].as_str().filter(|_| line["message"] == message)?.parse().ok();
    }
    let (_, rest) = line.split_once(&format!("{message} address="))?;
    rest.trim().parse().ok()
}

/// One connection that is kept.
pub struct Line(BufReader<TcpStream>);

pub struct Answer {
    pub status: u16,
    pub head: String,
    pub text: String,
}

impl Answer {
    #[track_caller]
    pub fn ok<T: DeserializeOwned>(&self) -> T {
        assert!((200..300).contains(&self.status), "{} {}", self.status, self.text);
        serde_json::from_str(&self.text).unwrap()
    }
}

impl Line {
    /// `None` where nobody listens.
    pub fn open(address: SocketAddr) -> Option<Self> {
        let stream = TcpStream::connect(address).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        Some(Self(BufReader::new(stream)))
    }

    /// `None` where the connection ended without an answer. Half an answer is a fault.
    pub fn ask(&mut self, method: &str, path: &str, secret: u64, body: Option<&Value>) -> Option<Answer> {
        let body = body.map(Value::to_string).unwrap_or_default();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: loket\r\nAuthorization: Bearer {}\r\nIdempotency-Key: key\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            secret_of(secret).to_text(),
            body.len()
        );
        self.0.get_mut().write_all(request.as_bytes()).ok()?;
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            match self.0.read_line(&mut head) {
                Ok(0) => {
                    assert_eq!(head, "", "half an answer");
                    return None;
                }
                Ok(_) => {}
                Err(error) => {
                    assert!(head.is_empty() && error.kind() == ErrorKind::ConnectionReset, "{error}: {head}");
                    return None;
                }
            }
        }
        let head = head.to_ascii_lowercase();
        let length =
            head.lines().find_map(|line| line.strip_prefix("content-length: ")).map_or(0, |n| n.parse().unwrap());
        let mut text = vec![0; length];
        self.0.read_exact(&mut text).unwrap();
        let status = head[9..12].parse().unwrap();
        Some(Answer { status, head, text: String::from_utf8(text).unwrap() })
    }
}

/// One request over a connection of its own.
#[track_caller]
pub fn get(address: SocketAddr, path: &str) -> Answer {
    Line::open(address).unwrap().ask("GET", path, 0, None).unwrap()
}

fn secret_of(number: u64) -> Secret {
    Secret::from_bytes((u128::from(number) + 1).to_be_bytes())
}

/// Every window that can be booked, as the API names it.
pub fn windows(address: SocketAddr) -> Vec<Value> {
    let desk: DeskWindows = get(address, "/api/v1/desks/capil/identitas/windows").ok();
    let open = desk.days.into_iter().flat_map(|day| day.windows).filter(|window| window.left > 0);
    open.map(|window| json!(window.starts_at)).collect()
}

/// What a resident holds in one of these windows.
pub fn hold_body(windows: &[Value], number: u64) -> Value {
    let window = &windows[number as usize % windows.len()];
    json!({ "stops": [{ "service": "capil-ktp", "person": 0, "desk": "capil/identitas", "starts_at": window }] })
}

/// What a resident books; below 9,000, since that is how many numbers a birthday has.
pub fn visit_body(hold: &Hold, number: u64) -> Value {
    let identity = json!({ "kind": "nik", "number": format!("147101150801{:04}", number + 1) });
    json!({ "hold": hold.id, "people": [{ "name": "Siti Rahmawati", "identity": identity }], "answers": [{}] })
}

/// Holds and books. `None` where an answer did not come.
pub fn book(line: &mut Line, windows: &[Value], number: u64) -> Option<Ticket> {
    let hold: Hold = line.ask("POST", "/api/v1/holds", number, Some(&hold_body(windows, number)))?.ok();
    Some(line.ask("POST", "/api/v1/visits", number, Some(&visit_body(&hold, number)))?.ok())
}

pub fn read(address: SocketAddr, ticket: &Ticket, number: u64) -> Answer {
    let path = format!("/api/v1/visits/{}", ticket.code.compact());
    Line::open(address).unwrap().ask("GET", &path, number, None).unwrap()
}

/// Waits until it is so: as long as a busy machine may take, and not for ever.
#[track_caller]
pub fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(120), "not within two minutes: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}
