//! What whoever runs the server can set: by a flag, else by an environment variable ([`environment`]), else in a file
//! ([`file`]), else as it is by itself. The four know the same names.

pub mod environment;
pub mod file;
pub mod origins;

use std::{
    net::SocketAddr,
    num::NonZero,
    path::{Path, PathBuf},
};

use axum::http::HeaderName;
use clap::Parser;

use self::origins::Origins;
use crate::{db::Place, hoarding::HoldLimits, logging::LogSettings, reminders::ReminderSettings, room};

/// The front door of a public service mall: API, ledger and pages.
#[derive(Debug, Clone, Parser)]
#[command(name = "loket-server", version)]
pub struct Config {
    /// File of settings (TOML), by the names of the flags with underscores: connections_max = 5000.
    #[arg(long, env = "LOKET_CONFIG")]
    pub config: Option<PathBuf>,

    /// Address and port to listen on; port 0 takes a free one.
    #[arg(long, env = "LOKET_LISTEN", default_value = "127.0.0.1:8710")]
    pub listen: SocketAddr,

    /// Folder of the database (loket.sqlite) and its keys (loket.key); made where it is missing.
    #[arg(long, env = "LOKET_DATA", default_value = "data")]
    pub data: PathBuf,

    /// PostgreSQL in the place of the data folder's SQLite, such as postgres://loket@localhost/loket. Several servers may
    /// share one; all of them need the same key file.
    #[arg(long, env = "LOKET_DATABASE", hide_env_values = true)]
    pub database: Option<String>,

    /// Folder of the catalogue's TOML files; the shipped catalogue where this is left out.
    #[arg(long, env = "LOKET_CATALOGUE")]
    pub catalogue: Option<PathBuf>,

    /// Folder of the built app.
    #[arg(long, env = "LOKET_APP", default_value = "dist")]
    pub app: PathBuf,

    /// Folder of the built app of the release before: pages of it that are still open fetch the rest of their files there.
    #[arg(long, env = "LOKET_PREVIOUS_APP")]
    pub previous_app: Option<PathBuf>,

    /// Connections open at once; more wait. Each needs a file handle (`ulimit -n`).
    #[arg(long, env = "LOKET_CONNECTIONS_MAX", default_value = "12000")]
    pub connections_max: NonZero<u32>,

    /// Requests under way at once; more are told to come again. By itself what two cores answer within a second: 400 on SQLite,
    /// 250 on PostgreSQL.
    #[arg(long, env = "LOKET_REQUESTS_MAX")]
    pub requests_max: Option<NonZero<u32>>,

    /// Scheme and host under which residents reach this server, such as https://loket.example, for links that leave the page.
    #[arg(long, env = "LOKET_PUBLIC_URL", default_value = "", value_parser = origins::public_url)]
    pub public_url: String,

    /// Sites whose pages may show Loket in a frame: their origins, such as https://www.pekanbaru.go.id, with blanks between.
    /// Browsers refuse it to all others.
    #[arg(long, env = "LOKET_EMBED_ORIGINS", default_value = "")]
    pub embed_origins: Origins,

    /// Where the app may be served that asks this server, beside this server itself: origins with blanks between. For
    /// `loket-server export`.
    #[arg(long, env = "LOKET_APP_ORIGINS", default_value = "")]
    pub app_origins: Origins,

    /// The origin of the server that pages ask, where it is another one than theirs. For `loket-server export`.
    #[arg(long, env = "LOKET_BACKEND_URL", default_value = "", value_parser = origins::at_most_one)]
    pub backend_url: Origins,

    /// Request header in which a reverse proxy of yours names the client's address (its last entry counts), such as
    /// X-Forwarded-For. Never set it without such a proxy: anyone could then choose an address and try without end.
    #[arg(long, env = "LOKET_CLIENT_ADDRESS_HEADER")]
    pub client_address_header: Option<HeaderName>,

    /// Address and port at which GET /metrics is answered, for Prometheus; nowhere where this is left out. It tells how the
    /// mall is doing, so let only your own network reach it.
    #[arg(long, env = "LOKET_METRICS_LISTEN")]
    pub metrics_listen: Option<SocketAddr>,

    /// Seconds that the server goes on taking requests once it is told to stop, while /health/ready says 503: so that a
    /// load balancer has sent everyone elsewhere before the door closes.
    #[arg(long, env = "LOKET_STOP_DELAY_SECONDS", default_value_t = 0, value_parser = clap::value_parser!(u64).range(..=120))]
    pub stop_delay_seconds: u64,

    #[command(flatten)]
    pub log: LogSettings,

    #[command(flatten)]
    pub hold_limits: HoldLimits,

    #[command(flatten)]
    pub reminders: ReminderSettings,
}

impl Config {
    /// Everything as it is by itself, but for the two folders.
    #[must_use]
    pub fn of_folders(data: &Path, app: &Path) -> Self {
        let arguments = [Path::new("loket-server"), Path::new("--data"), data, Path::new("--app"), app];
        Self::parse_from(arguments)
    }

    /// Where the ledger is kept.
    #[must_use]
    pub fn place(&self) -> Place {
        match &self.database {
            Some(url) => Place::Server(url.clone()),
            None => Place::File(self.database_file()),
        }
    }

    /// Requests that may be under way at once.
    #[must_use]
    pub fn requests_max(&self) -> usize {
        let by_itself = if self.database.is_some() { room::REQUESTS_MAX_POSTGRES } else { room::REQUESTS_MAX_SQLITE };
        self.requests_max.map_or(by_itself, |requests| requests.get() as usize)
    }

    #[must_use]
    pub fn database_file(&self) -> PathBuf {
        self.data.join("loket.sqlite")
    }

    #[must_use]
    pub fn key_file(&self) -> PathBuf {
        self.data.join("loket.key")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_needs_to_be_set() {
        let config = Config::try_parse_from(["loket-server"]).unwrap();
        assert_eq!(config.listen.to_string(), "127.0.0.1:8710");
        assert_eq!(config.database_file(), PathBuf::from("data/loket.sqlite"));
        assert_eq!(config.key_file(), PathBuf::from("data/loket.key"));
        assert_eq!(config.catalogue, None);
    }

    #[test]
    fn how_many_requests_are_under_way_depends_on_the_store_unless_it_is_set() {
        let requests_max = |arguments: &[&str]| {
            Config::try_parse_from([&["loket-server"], arguments].concat()).map(|config| config.requests_max())
        };
        assert_eq!(requests_max(&[]).unwrap(), 400);
        assert_eq!(requests_max(&["--database", "postgres://loket@localhost/loket"]).unwrap(), 250);
        assert_eq!(requests_max(&["--requests-max", "7"]).unwrap(), 7);
        for wrong in ["0", "-1", "many", "4294967296"] {
            assert!(requests_max(&["--requests-max", wrong]).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_can_not_be_is_refused() {
        for wrong in [
            ["--connections-max", "0"],
            ["--holding-minutes-max", "999999999999"],
            ["--holding-minutes-max", "0"],
            ["--holding-pause-minutes", "-1"],
            ["--held-share-per-network-max", "101"],
            ["--holds-per-network-max", "0"],
            ["--held-places-per-network-max", "0"],
            ["--held-places-per-window-min", "-1"],
            ["--client-address-header", ""],
            ["--client-address-header", "X-Forwarded For"],
            ["--public-url", "loket.example"],
            ["--public-url", "https://loket.example/layanan"],
            ["--public-url", "https://loket.example https://mpp.example"],
            ["--push-contact", "junk"],
            ["--push-contact", "admin@loket.example"],
            ["--push-contact", "mailto:@loket.example"],
            ["--push-contact", "mailto:a@loket.example b@loket.example"],
            ["--push-contact", "https://"],
            ["--push-services", "junk"],
            ["--push-services", "https://push.example;https://push.example"],
            ["--push-services", "https://push.example/messages"],
        ] {
            assert!(Config::try_parse_from([&["loket-server"], &wrong[..]].concat()).is_err(), "{wrong:?}");
        }
        for (public_url, home) in [
            ("", ""),
            ("https://loket.example", "https://loket.example"),
            ("https://loket.example/", "https://loket.example"),
        ] {
            let config = Config::try_parse_from(["loket-server", "--public-url", public_url]).unwrap();
            assert_eq!(config.public_url, home);
        }
    }

    #[test]
    fn without_somebody_to_write_to_or_a_service_no_reminders_are_offered() {
        let contact = |arguments: &[&str]| {
            let config = Config::try_parse_from([&["loket-server"], arguments].concat()).unwrap();
            config.reminders.contact().map(str::to_owned)
        };
        let no_service = ["--push-contact", "mailto:admin@loket.example", "--push-services", ""];
        for without in [&[][..], &["--push-contact", ""], &["--push-contact", " "], &no_service] {
            assert_eq!(contact(without), None, "{without:?}");
        }
        for somebody in ["mailto:admin@loket.example", "https://loket.example/kontak"] {
            assert_eq!(contact(&["--push-contact", somebody]).as_deref(), Some(somebody));
        }
    }

    #[test]
    fn what_nobody_knows_is_refused() {
        assert!(Config::try_parse_from(["loket-server", "--lisen", "x"]).is_err());
        assert!(Config::try_parse_from(["loket-server", "--listen", "somewhere"]).is_err());
    }
}
