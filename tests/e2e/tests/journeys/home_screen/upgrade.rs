//! New releases while pages are open: nothing mixed, nothing stale, nothing lost.

use e2e::{House, Outcome, Releases, Resident};
use serde_json::{Value, json};

use super::times;
use crate::{MORNING, NIK_MOTHER, keeps_places, plans_police_report};

const NEWER: &str = "Ada versi baru Loket.";
const LOAD: &str = "Muat versi baru";

#[tokio::test]
async fn a_new_release_is_loaded_when_one_says_so_and_a_form_in_hand_is_kept() -> Outcome {
    let releases = Releases::make(2)?;
    let mut house = House::opens_at(MORNING).await?;
    house.deploys(releases.folder(0)).await?;
    let resident = Resident::opens(&house.url, "/").await?;
    resident.keeps_the_app("id").await?;
    plans_police_report(&resident).await?;
    keeps_places(&resident).await?;
    resident.types("Nama lengkap", "Siti Rahmawati").await?;
    resident.types("NIK", NIK_MOTHER).await?;
    house.deploys(releases.folder(1)).await?;
    resident.does_not_see(NEWER).await?;
    hears_of_a_newer_one(&resident).await?;
    resident.finds_nothing_with_axe("newer").await?;
    resident.takes_picture("newer").await?;
    assert_eq!(page(&resident, &releases).await?.release, 0, "nothing is loaded unasked");
    resident.presses(LOAD).await?;
    resident.does_not_see(NEWER).await?;
    resident.waits_for_the_app().await?;
    resident.is_at("/kunjungan/data").await?;
    assert_eq!(page(&resident, &releases).await?.release, 1);
    assert_eq!(resident.value_of("Nama lengkap").await?, "Siti Rahmawati");
    assert_eq!(resident.value_of("NIK").await?, NIK_MOTHER);
    resident.presses("Lanjut").await?;
    resident.presses("Pesan sekarang").await?;
    resident.sees("Kunjungan terpesan.").await
}

#[tokio::test]
async fn a_page_of_the_release_before_goes_on_without_a_worker() -> Outcome {
    assert_eq!(release_behind_a_link_after(1).await?, 0, "the same page, with a piece of its own release");
    Ok(())
}

#[tokio::test]
async fn a_link_on_a_page_two_releases_old_without_a_worker_loads_the_page_of_the_newest() -> Outcome {
    assert_eq!(release_behind_a_link_after(2).await?, 2, "its own pieces are gone");
    Ok(())
}

/// Without a worker: a page is open while so many releases come, then a link is followed that needs another piece.
async fn release_behind_a_link_after(newer: usize) -> Result<usize, Box<dyn std::error::Error + Send + Sync>> {
    let releases = Releases::make(newer + 1)?;
    let mut house = House::opens_at(MORNING).await?;
    house.deploys(releases.folder(0)).await?;
    let resident = Resident::opens(&house.url, "/tidak-ada.txt").await?;
    resident.cannot_fetch(&["*worker.js*"]).await?;
    resident.goes_to("/privasi").await?;
    resident.waits_for_the_app().await?;
    for release in 1..=newer {
        house.deploys(releases.folder(release)).await?;
    }
    resident.presses("Semua layanan").await?;
    resident.sees_heading("Cari layanan").await?;
    Ok(page(&resident, &releases).await?.release)
}

/// The page asks whenever somebody looks at it again. What it asks while a worker is just being started, or a server was away, may
/// come to nothing: then the next look does it.
async fn hears_of_a_newer_one(resident: &Resident) -> Outcome {
    for _ in 0..8 {
        resident.looks_again().await?;
        tokio::time::sleep(std::time::Duration::from_secs(2)).await;
        let script = "return read(document.body).includes(arguments[0])";
        if resident.evaluates(script, vec![json!(NEWER)]).await? == json!(true) {
            return Ok(());
        }
    }
    resident.sees(NEWER).await
}

/// What is open.
struct Open {
    release: usize,
    is_copy: bool,
}

/// The page as it is: of one release, with all its files, and no page that failed.
async fn page(resident: &Resident, releases: &Releases) -> Result<Open, Box<dyn std::error::Error + Send + Sync>> {
    resident.waits_for_the_app().await?;
    let script = "return { release: document.documentElement.dataset.release, isCopy: 'copied' in document.getElementById('page-data').dataset, \
        failed: read(document.body).includes('Halaman ini belum bisa dibuka'), \
        files: performance.getEntriesByType('resource').map((each) => new URL(each.name).pathname).filter((path) => /^\\/(app|style|start)-/.test(path)) }";
    let found = resident.evaluates(script, vec![]).await?;
    let number = |name: &Value| releases.number_of(name.as_str().unwrap_or_default());
    let release = number(&found["release"]).ok_or_else(|| format!("the page is of no release: {found}"))?;
    let files = found["files"].as_array().cloned().unwrap_or_default();
    if files.is_empty() || files.iter().any(|file| number(file) != Some(release)) {
        return Err(format!("files of another release than {release}: {found}").into());
    }
    if found["failed"] == json!(true) {
        return Err(format!("the page could not be opened: {found}").into());
    }
    Ok(Open { release, is_copy: found["isCopy"] == json!(true) })
}

const PAGES: [(&str, &str); 6] = [
    ("/", "Mau urus apa hari ini?"),
    ("/layanan", "Cari layanan"),
    ("/layanan/polresta-skck-baru", "SKCK baru"),
    ("/instansi/disdukcapil", "Dinas Kependudukan"),
    ("/kunjungan-saya", "Kunjungan saya"),
    ("/privasi", "Privasi"),
];

#[tokio::test]
async fn no_load_is_broken_through_three_releases() -> Outcome {
    let releases = Releases::make(3)?;
    let mut house = House::opens_at(MORNING).await?;
    let resident = Resident::opens(&house.url, "/tidak-ada.txt").await?;
    let seeds = match std::env::var("LOKET_SEED") {
        Ok(seed) => vec![seed.parse()?],
        Err(_) => (0..times(4, 200) as u64).collect(),
    };
    let mut loads = 0;
    for seed in seeds {
        resident.browser.driver.goto("about:blank").await?;
        resident.wipes_storage("all").await?;
        resident.wipes_http_cache().await?;
        let mut run = Run {
            house: &mut house,
            resident: &resident,
            releases: &releases,
            deployed: 0,
            loads: 0,
            steps: Vec::new(),
        };
        let outcome = run.through(fastrand::Rng::with_seed(seed)).await;
        loads += run.loads;
        outcome.map_err(|error| format!("LOKET_SEED={seed}, {:?}: {error}", run.steps))?;
    }
    // As many as there are: a run that loads nothing would prove nothing.
    assert!(loads > 0);
    Ok(())
}

/// One device through the releases.
struct Run<'a> {
    house: &'a mut House,
    resident: &'a Resident,
    releases: &'a Releases,
    deployed: usize,
    loads: usize,
    steps: Vec<String>,
}

impl Run<'_> {
    async fn through(&mut self, mut random: fastrand::Rng) -> Outcome {
        self.house.deploys(self.releases.folder(0)).await?;
        self.loads_a_page(&mut random).await?;
        for _ in 0..8 {
            match random.u8(0..7) {
                0 | 1 => self.deploys().await?,
                2 => self.loads_a_page(&mut random).await?,
                3 => self.follows_a_link(&mut random).await?,
                4 => self.takes_the_newer().await?,
                5 => self.loads_without_a_server(&mut random).await?,
                _ => self.forgets_and_waits(&mut random).await?,
            }
        }
        // Whatever happened: the next page that the server writes is of its release.
        self.loads_a_page(&mut random).await
    }

    async fn deploys(&mut self) -> Outcome {
        if self.deployed + 1 < 3 {
            self.deployed += 1;
            self.steps.push(format!("deploy {}", self.deployed));
            self.house.deploys(self.releases.folder(self.deployed)).await?;
        }
        Ok(())
    }

    async fn loads_a_page(&mut self, random: &mut fastrand::Rng) -> Outcome {
        let open = self.opens(PAGES[random.usize(..PAGES.len())]).await?;
        if open.release == self.deployed || (open.is_copy && open.release < self.deployed) {
            return Ok(());
        }
        Err(format!("release {} is open, {} is deployed", open.release, self.deployed).into())
    }

    async fn opens(&mut self, (path, heading): (&str, &str)) -> Result<Open, Box<dyn std::error::Error + Send + Sync>> {
        self.steps.push(format!("load {path}"));
        self.resident.goes_to(path).await?;
        let open = page(self.resident, self.releases).await?;
        self.resident.sees_heading(heading).await?;
        self.loads += 1;
        Ok(open)
    }

    /// Within the app: the page may need a piece of its own release.
    async fn follows_a_link(&mut self, random: &mut fastrand::Rng) -> Outcome {
        let (path, heading) = [PAGES[1], PAGES[4], PAGES[5]][random.usize(..3)];
        self.steps.push(format!("link {path}"));
        let click = "document.querySelector(`a[href='${arguments[0]}']`).click()";
        self.resident.evaluates(click, vec![path.into()]).await?;
        self.resident.sees_heading(heading).await?;
        page(self.resident, self.releases).await?;
        self.loads += 1;
        Ok(())
    }

    /// Where the worker keeps an older release, the page hears of the newer one and loads it.
    async fn takes_the_newer(&mut self) -> Outcome {
        let open = page(self.resident, self.releases).await?;
        if open.release == self.deployed || !self.resident.has_the_app().await? {
            return Ok(());
        }
        self.steps.push("newer".to_owned());
        hears_of_a_newer_one(self.resident).await?;
        self.resident.presses(LOAD).await?;
        self.resident.does_not_see(NEWER).await?;
        let open = page(self.resident, self.releases).await?;
        self.loads += 1;
        if open.release != self.deployed {
            return Err(format!("release {} was loaded, {} is deployed", open.release, self.deployed).into());
        }
        Ok(())
    }

    async fn loads_without_a_server(&mut self, random: &mut fastrand::Rng) -> Outcome {
        if !self.resident.has_the_app().await? {
            return Ok(());
        }
        self.steps.push("no server".to_owned());
        self.house.dies().await?;
        let open = self.opens(PAGES[random.usize(..PAGES.len())]).await?;
        if !open.is_copy || open.release > self.deployed {
            return Err(format!("release {} is no copy", open.release).into());
        }
        self.house.comes_back().await
    }

    async fn forgets_and_waits(&mut self, random: &mut fastrand::Rng) -> Outcome {
        if random.bool() {
            self.steps.push("wipe".to_owned());
            return self.resident.wipes_http_cache().await;
        }
        self.steps.push("keep".to_owned());
        self.resident.keeps_the_app("id").await
    }
}
