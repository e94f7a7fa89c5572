//! `cargo xtask bench serve`: the server beside Debian's nginx, which serves the same answers as files, in one run.

use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child as Process, Stdio},
    time::Duration,
};

use serde_json::{Map, Value, json};

use super::build;
use crate::{
    app,
    cache::Cache,
    child::{Child, find_program},
    error::{Context as _, Error, Result},
    server::{Server, free_address},
    tools::{self, BuildTools},
};

/// What is asked for, and its name in the figures.
const ASKED: [(&str, &str); 5] = [
    ("start page", "/"),
    ("a service's page", "/layanan/disdukcapil-ktp-el-hilang"),
    ("index", "/api/v1/catalogue/index?lang=id"),
    ("a service", "/api/v1/services/disdukcapil-ktp-el-hilang?lang=id"),
    ("windows", "/api/v1/desks/disdukcapil/identitas/windows"),
];
/// What nginx says of a file by itself.
const OF_NGINX: [&str; 4] = ["content-length", "content-type", "date", "etag"];
const CONNECTIONS: &str = "64";
const SECONDS: &str = "5";
/// What each is asked: once to become warm, then in turns, so that neither has the quieter half. The middle one counts.
const ROUNDS: usize = 3;

/// An answer's headers, in lower case.
type Head = Vec<(String, String)>;

/// Requests a second, and milliseconds that 99 of 100 were answered within.
type Served = (f64, f64);

pub fn serve(root: &Path) -> Result<()> {
    let cache = Cache::open()?;
    let _lock = cache.lock(root)?;
    for program in ["nginx", "wrk", "curl"] {
        if find_program(program, &["/usr/sbin".into()]).is_none() {
            tools::install(&[program], "the server is compared with nginx, by wrk")?;
        }
    }
    app::build(root, &cache, &BuildTools::ready(&cache)?)?;
    let [program] = build(root, &cache, ["loket-server"])?;
    let folder = root.join("target/xtask/bench-serve");
    drop(fs::remove_dir_all(&folder));
    fs::create_dir_all(folder.join("files")).context("a folder can't be made")?;
    let loket = Server::start_with(&program, &app::dist(root), &folder.join("data"), &[])?;
    let mut heads = Vec::new();
    for (index, (_, path)) in ASKED.iter().enumerate() {
        heads.push(fetch(loket.address, path, &folder.join(format!("files/{index}")))?);
    }
    let nginx = Nginx::start(&folder, &heads)?;

    let mut figures = Map::new();
    println!("{:<18} {:>9} {:>9} {:>6}   {:>8} {:>8}", "requests/s", "loket", "nginx", "ratio", "p99 ms", "nginx");
    for (index, (name, path)) in ASKED.iter().enumerate() {
        let (ours, theirs) = (format!("http://{}{path}", loket.address), format!("http://{}/{index}", nginx.address));
        let (mut by_loket, mut by_nginx) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            by_loket.push(ask(&ours)?);
            by_nginx.push(ask(&theirs)?);
        }
        let ((loket, loket_p99), (nginx, nginx_p99)) = (middle(by_loket), middle(by_nginx));
        let ratio = loket / nginx;
        println!("{name:<18} {loket:>9.0} {nginx:>9.0} {ratio:>6.2}   {loket_p99:>8.2} {nginx_p99:>8.2}");
        let round = |value: f64| (value * 100.0).round() / 100.0;
        figures.insert(
            (*name).to_owned(),
            json!({
                "requests_per_second": { "loket": loket.round(), "nginx": nginx.round() },
                "ratio": round(ratio),
                "p99_milliseconds": { "loket": round(loket_p99), "nginx": round(nginx_p99) },
            }),
        );
    }
    println!("{:#}", Value::Object(figures));
    Ok(())
}

/// Writes the bytes as a browser gets them into the file, and answers the head.
fn fetch(server: SocketAddr, path: &str, file: &Path) -> Result<Head> {
    let curl = Child::new("curl").args(["--silent", "--fail", "--header", "Accept-Encoding: br", "--dump-header", "-"]);
    let said = curl.args(["--output"]).args([file]).args([format!("http://{server}{path}")]).output()?;
    Ok(said.lines().filter_map(|line| line.split_once(": ")).map(|(name, value)| (name.into(), value.into())).collect())
}

/// By wrk, which shares the machine with whom it asks.
fn ask(url: &str) -> Result<Served> {
    let wrk =
        Child::new("wrk").args(["--threads", "1", "--connections", CONNECTIONS, "--duration", SECONDS, "--latency"]);
    let said = wrk.args(["--header", "Accept-Encoding: br", url]).output()?;
    read(&said)
        .ok_or_else(|| Error::new(format!("wrk says nothing that is understood, or not all was answered:\n{said}")))
}

/// What wrk said; `None` where an answer was an error.
fn read(said: &str) -> Option<Served> {
    let after = |label: &str| said.lines().find_map(|line| line.trim().strip_prefix(label)).map(str::trim);
    let is_all_good = after("Non-2xx").is_none() && after("Socket errors").is_none();
    let p99 = after("99%")?;
    let (number, unit) = p99.split_at(p99.find(|letter: char| letter.is_alphabetic())?);
    let milliseconds = match unit {
        "us" => 0.001,
        "ms" => 1.0,
        "s" => 1000.0,
        _ => return None,
    };
    let figures = (after("Requests/sec:")?.parse().ok()?, number.parse::<f64>().ok()? * milliseconds);
    is_all_good.then_some(figures)
}

/// By requests a second.
fn middle(mut served: Vec<Served>) -> Served {
    served.sort_by(|one, other| one.0.total_cmp(&other.0));
    served[served.len() / 2]
}

/// An nginx of its own, as Debian configures it: a worker a core, with its log.
struct Nginx {
    process: Process,
    address: SocketAddr,
}

impl Nginx {
    fn start(folder: &Path, heads: &[Head]) -> Result<Self> {
        let address = free_address()?;
        let configuration = folder.join("nginx.conf");
        fs::write(&configuration, configure(folder, address, heads))
            .context("nginx' configuration can't be written")?;
        let nginx = find_program("nginx", &["/usr/sbin".into()]).unwrap_or_else(|| PathBuf::from("nginx"));
        let command = Child::new(nginx).args(["-e", "stderr", "-c"]).args([configuration]).into_command();
        Self::spawn(command, address)
    }

    fn spawn(mut command: std::process::Command, address: SocketAddr) -> Result<Self> {
        let process = command.stdin(Stdio::null()).spawn().context("nginx does not start")?;
        let nginx = Self { process, address };
        for _ in 0..100 {
            if std::net::TcpStream::connect(address).is_ok() {
                return Ok(nginx);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Err(Error::new("nginx does not listen"))
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // Its workers end with it only where it is asked.
        drop(Child::new("kill").args(["-s", "TERM", &self.process.id().to_string()]).output());
        drop(self.process.wait());
    }
}

/// Each file with the head of the answer that it is; the id of a request is nginx' own.
fn configure(folder: &Path, address: SocketAddr, heads: &[Head]) -> String {
    let folder = folder.display();
    let file = |(index, head): (usize, &Head)| {
        let kind = head.iter().find(|(name, _)| name == "content-type").map_or("", |(_, value)| value);
        let headers = head.iter().filter(|(name, _)| !OF_NGINX.contains(&name.as_str())).map(|(name, value)| {
            let value = if name == "x-request-id" { "$request_id" } else { value };
            format!(" add_header {name} \"{value}\";")
        });
        format!("location = /{index} {{ default_type \"{kind}\";{} }}\n        ", headers.collect::<String>())
    };
    let files: String = heads.iter().enumerate().map(file).collect();
    format!(
        "daemon off; user root; worker_processes auto; pid {folder}/nginx.pid;
events {{ worker_connections 768; }}
http {{
    sendfile on; tcp_nopush on; keepalive_requests 1000000000;
    access_log {folder}/access.log;
    server {{
        listen {address};
        root {folder}/files;
        {files}
    }}
}}
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAID: &str = "Running 5s test @ http://127.0.0.1:8710/\n  1 threads and 64 connections\n  Latency Distribution\n     \
                        50%    1.20ms\n     99%  950.00us\n  10 requests in 5.00s, 1.00MB read\nRequests/sec:  22001.31\n";

    #[test]
    fn what_wrk_says_is_understood() {
        let (requests, p99) = read(SAID).unwrap();
        assert_eq!((requests, (p99 * 1000.0).round()), (22001.31, 950.0));
        assert!(read(&format!("{SAID}  Non-2xx or 3xx responses: 4\n")).is_none(), "errors are no answers");
        assert!(read("unable to connect").is_none());
    }

    #[test]
    fn a_file_has_the_head_of_its_answer() {
        let head =
            [("content-type", "text/html"), ("etag", "W/\"1\""), ("x-request-id", "0a"), ("vary", "accept-encoding")];
        let head = head.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        let said = configure(Path::new("/folder"), ([127, 0, 0, 1], 80).into(), &[head]);
        let file = "location = /0 { default_type \"text/html\"; add_header x-request-id \"$request_id\"; add_header vary \"accept-encoding\"; }";
        assert!(said.contains(file), "{said}");
    }

    #[test]
    fn the_middle_round_counts() {
        assert_eq!(middle(vec![(3.0, 1.0), (1.0, 2.0), (2.0, 3.0)]), (2.0, 3.0));
    }
}
