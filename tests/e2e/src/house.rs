//! A house: the real server with its files, on a port of its own, with a clock to turn.

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use catalogue::Catalogue;
use chrono::{DateTime, TimeDelta, Utc};
use contract::VisitCode;
use server::{
    App,
    clock::TurnedClock,
    config::Config,
    db::Db,
    keyring::Keyring,
    randomness::Randomness,
    reminders::{self, Push},
    router_with_pages,
    site::Site,
};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::path_of;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// The beginning of an answer that is longer.
const BEGUN: &str = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 9999\r\n\r\n<!doctype html>";

/// What whoever runs the server has set.
type Settings = Arc<dyn Fn(&mut Config) + Send + Sync>;

/// The server, and all that it keeps.
pub struct House {
    /// Scheme, host and port.
    pub url: String,
    pub clock: TurnedClock,
    data: tempfile::TempDir,
    port: u16,
    catalogue: Arc<Catalogue>,
    /// The built app that is served, and the one of the release before.
    app: PathBuf,
    previous_app: Option<PathBuf>,
    /// Where it may send reminders; else it offers none.
    push_service: Option<String>,
    /// What the running server shares with the test: the test says when it looks what is due.
    state: Option<App>,
    settings: Settings,
    /// Runs the server alone, so that it can die with all its connections.
    runtime: Option<tokio::runtime::Runtime>,
    /// In its place, something that answers no question to its end.
    stand_in: Option<tokio::task::JoinHandle<()>>,
}

impl House {
    /// Opens with the shipped catalogue. `now` is RFC 3339, e.g. `2026-11-24T08:30:00+07:00`.
    ///
    /// # Errors
    /// Where the server does not start.
    pub async fn opens_at(now: &str) -> Result<Self> {
        Self::opens_with(Arc::new(Catalogue::shipped()?), now).await
    }

    /// Opens with another catalogue.
    ///
    /// # Errors
    /// Where the server does not start.
    pub async fn opens_with(catalogue: Arc<Catalogue>, now: &str) -> Result<Self> {
        Self::opens(catalogue, now, Arc::new(|_| {})).await
    }

    /// Opens with the shipped catalogue and other settings.
    ///
    /// # Errors
    /// Where the server does not start.
    pub async fn opens_set(now: &str, settings: impl Fn(&mut Config) + Send + Sync + 'static) -> Result<Self> {
        Self::opens(Arc::new(Catalogue::shipped()?), now, Arc::new(settings)).await
    }

    async fn opens(catalogue: Arc<Catalogue>, now: &str, settings: Settings) -> Result<Self> {
        let now: DateTime<Utc> = DateTime::parse_from_rfc3339(now)?.with_timezone(&Utc);
        let mut house = Self {
            url: String::new(),
            clock: TurnedClock::at(now),
            data: tempfile::tempdir()?,
            port: 0,
            catalogue,
            app: dist(),
            previous_app: None,
            push_service: None,
            state: None,
            settings,
            runtime: None,
            stand_in: None,
        };
        house.comes_back().await?;
        Ok(house)
    }

    /// Starts the server: the first time on a free port, then on the same one, with what it kept.
    ///
    /// # Errors
    /// Where it does not start.
    pub async fn comes_back(&mut self) -> Result<()> {
        if let Some(stand_in) = self.stand_in.take() {
            stand_in.abort();
            let _ended = stand_in.await;
        }
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        let (data, port, catalogue, clock) =
            (self.data.path().to_owned(), self.port, Arc::clone(&self.catalogue), self.clock.clock());
        let (app, previous_app, push_service) =
            (self.app.clone(), self.previous_app.clone(), self.push_service.clone());
        let settings = Arc::clone(&self.settings);
        let started = runtime.spawn(async move {
            let mut config = Config::of_folders(&data, &app);
            if let Some(origin) = push_service {
                config.reminders.push_contact = "mailto:admin@loket.example".parse()?;
                config.reminders.push_services = origin.parse()?;
            }
            settings(&mut config);
            let keys = Keyring::read_or_make(&config.key_file(), &config.database_file())?;
            let db = Db::open(&config.place()).await?;
            let mut site = Site::read(&config, Arc::clone(&catalogue), clock.clone())?;
            if let Some(before) = previous_app {
                site = site.after(&before)?;
            }
            let app = App::new(config, catalogue, db, keys, clock, Randomness::system())
                .await
                .map_err(|error| error.to_string())?;
            let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
            let port = listener.local_addr()?.port();
            let service =
                router_with_pages(app.clone(), site.router()).into_make_service_with_connect_info::<SocketAddr>();
            tokio::spawn(async move { axum::serve(listener, service).await });
            Result::Ok((port, app))
        });
        let (port, state) = started.await??;
        self.port = port;
        self.state = Some(state);
        self.url = format!("http://127.0.0.1:{}", self.port);
        self.runtime = Some(runtime);
        Ok(())
    }

    /// Starts the server anew, which sends reminders through one push service from then on.
    ///
    /// # Errors
    /// Where it can't be ended or does not start.
    pub async fn reminds_through(&mut self, push_service: &str) -> Result<()> {
        self.dies().await?;
        self.push_service = Some(push_service.to_owned());
        self.comes_back().await
    }

    /// The server looks what is due, as it does by itself twice a minute. Answers how many reminders were taken.
    ///
    /// # Errors
    /// Where it does not run or sends none.
    pub async fn reminds(&self) -> Result<u64> {
        let app = self.state.clone().ok_or("the server does not run")?;
        let push = Push::of(&app.config.reminders).ok_or("this server sends no reminders")?;
        Ok(reminders::run(&app, &push).await.map_err(|error| error.to_string())?)
    }

    /// Starts the server anew with a release, beside the one before.
    ///
    /// # Errors
    /// Where it can't be ended or does not start.
    pub async fn deploys(&mut self, app: &Path) -> Result<()> {
        self.dies().await?;
        self.previous_app = Some(std::mem::replace(&mut self.app, app.to_owned()));
        self.comes_back().await
    }

    /// Starts the server with another catalogue: the shipped one, whose mall has one more entry (TOML).
    ///
    /// # Errors
    /// Where the catalogue has faults or the server does not start.
    pub async fn comes_back_adding(&mut self, entry: &str) -> Result<()> {
        let folder = tempfile::tempdir()?;
        let shipped = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../catalogue"));
        std::fs::create_dir(folder.path().join("tenants"))?;
        for part in ["", "tenants"] {
            for file in std::fs::read_dir(shipped.join(part))? {
                let file = file?;
                if file.path().extension().is_some_and(|extension| extension == "toml") {
                    std::fs::copy(file.path(), folder.path().join(part).join(file.file_name()))?;
                }
            }
        }
        let mall = folder.path().join("mall.toml");
        let text = std::fs::read_to_string(&mall)?;
        std::fs::write(mall, format!("{text}\n{entry}\n"))?;
        self.catalogue = Arc::new(Catalogue::read(folder.path())?);
        self.comes_back().await
    }

    /// The server dies, with every connection, in the middle of whatever it does.
    ///
    /// # Errors
    /// Where it can't be ended.
    pub async fn dies(&mut self) -> Result<()> {
        self.state = None;
        if let Some(runtime) = self.runtime.take() {
            tokio::task::spawn_blocking(move || runtime.shutdown_timeout(Duration::from_millis(200))).await?;
        }
        Ok(())
    }

    /// The server dies, and what is asked of it is never answered, as on a line that hangs.
    ///
    /// # Errors
    /// Where it can't be ended, or its port is taken.
    pub async fn falls_silent(&mut self) -> Result<()> {
        self.stands_in("", false).await
    }

    /// The server dies, and each answer breaks off soon after it has begun.
    ///
    /// # Errors
    /// Where it can't be ended, or its port is taken.
    pub async fn breaks_off(&mut self) -> Result<()> {
        self.stands_in(BEGUN, true).await
    }

    /// The server dies, and each answer hangs soon after it has begun.
    ///
    /// # Errors
    /// Where it can't be ended, or its port is taken.
    pub async fn hangs_midway(&mut self) -> Result<()> {
        self.stands_in(BEGUN, false).await
    }

    /// Whoever asks hears that much, and then the end or nothing more.
    async fn stands_in(&mut self, answer: &'static str, ends: bool) -> Result<()> {
        self.dies().await?;
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, self.port)).await?;
        self.stand_in = Some(tokio::spawn(async move {
            let mut visitors = tokio::task::JoinSet::new();
            while let Ok((mut stream, _)) = listener.accept().await {
                visitors.spawn(async move {
                    // Who asks is heard first: else they are told that the line broke before they asked.
                    let mut question = [0; 4096];
                    let _asked = stream.read(&mut question).await;
                    let _gone = stream.write_all(answer.as_bytes()).await;
                    if !ends {
                        std::future::pending::<()>().await;
                    }
                });
            }
        }));
        Ok(())
    }

    /// Time goes on.
    pub fn waits(&self, minutes: i64) {
        self.clock.advance(TimeDelta::minutes(minutes));
    }

    /// The folder of database and key.
    #[must_use]
    pub fn data(&self) -> &Path {
        self.data.path()
    }

    /// The code of a ticket's address.
    #[must_use]
    pub fn code_of(address: &str) -> Option<VisitCode> {
        let path = address.split('#').next()?;
        VisitCode::parse(path.rsplit('/').next()?).ok()
    }
}

impl Drop for House {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// The built app: where the environment says, or at the top of the workspace.
#[must_use]
pub fn dist() -> PathBuf {
    path_of("LOKET_DIST", concat!(env!("CARGO_MANIFEST_DIR"), "/../../dist"))
}
