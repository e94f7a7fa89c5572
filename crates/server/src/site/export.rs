//! The app and every page as files, for a host that only has files. What they ask for comes from the server that
//! `backend_url` names; the files `_headers` and `_redirects` say to hosts that read them what this server would have done.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use axum::http::HeaderMap;
use contract::{Language, VisitCode};
use loket::routes::{Address, Door, Page, Theme, manifest_path, shell_path};

use super::{Site, headers::Kind, home_screen, kind_of_file, kind_of_page, page, shell};
use crate::sendable::{Form, IMMUTABLE, Sendable};

/// Hosts answer it at whatever address was asked for, and with no headers of ours: anybody could frame what runs there.
const NOT_FOUND: &str = "/404";
const WORKER: &str = "/worker.js";
/// As worker.js has it.
const NO_BACKEND: &str = "const BACKEND = ''";

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exported {
    pub pages: usize,
    pub files: usize,
}

/// A page and the path that it is a file for.
struct Planned {
    path: String,
    address: Address,
}

impl Site {
    /// Writes everything into a folder that is not there yet or empty.
    ///
    /// # Errors
    /// Why not, in one sentence.
    pub fn export(&self, folder: &Path) -> Result<Exported, String> {
        let failed = |error: io::Error| format!("{} can't be written: {error}", folder.display());
        fs::create_dir_all(folder).map_err(failed)?;
        if fs::read_dir(folder).map_err(failed)?.next().is_some() {
            return Err(format!("{} is not empty; nothing is overwritten", folder.display()));
        }
        let mut files = 0;
        for (path, file) in self.files.all() {
            put(folder, path, self.worker_of_host(path, file).as_ref().unwrap_or(file)).map_err(failed)?;
            files += 1;
        }
        for language in Language::ALL {
            let manifest = home_screen::write_manifest(self, language).map_err(|error| error.to_string())?;
            put(folder, &manifest_path(language), &manifest).map_err(failed)?;
            let shell = home_screen::write_shell(self, language).map_err(|error| error.to_string())?;
            put(folder, &file_of(&shell_path(language)), &shell).map_err(failed)?;
            files += 2;
        }
        let planned = self.planned();
        for Planned { path, address } in &planned {
            let written_at = page::written_at(self, address);
            let mut page =
                page::write(self, address.clone(), written_at, Form::Kept).map_err(|error| error.to_string())?;
            if path == NOT_FOUND {
                let html = shell::of_no_address(&String::from_utf8_lossy(&page.plain));
                page = Sendable::new(page.media_type, html, Form::Kept);
            }
            put(folder, &file_of(path), &page).map_err(failed)?;
        }
        fs::write(folder.join("_headers"), self.header_rules(&planned)).map_err(failed)?;
        fs::write(folder.join("_redirects"), redirect_rules()).map_err(failed)?;
        Ok(Exported { pages: planned.len(), files })
    }

    /// The worker, where it asks another server than its own host.
    fn worker_of_host(&self, path: &str, file: &Sendable) -> Option<Sendable> {
        let backend = self.backend.as_ref().filter(|_| path == WORKER)?;
        let script = String::from_utf8_lossy(&file.plain).replace(NO_BACKEND, &format!("const BACKEND = '{backend}'"));
        Some(Sendable::new(file.media_type, script, Form::Kept))
    }

    /// Every page that has an end, by both doors and in both languages.
    fn planned(&self) -> Vec<Planned> {
        let mut planned = Vec::new();
        for language in Language::ALL {
            let index = self.catalogue.index(language);
            let services = index.services.iter().map(|service| Page::Service(service.id.clone()));
            let tenants = index.tenants.iter().map(|tenant| Page::Tenant(tenant.id.clone()));
            // The last is where the other language is, of the page for what is not there.
            let fixed = Page::fixed().into_iter().chain([Page::Unknown]);
            let pages: Vec<Page> = fixed.chain(services).chain(tenants).collect();
            for door in DOORS {
                let by_door = |page: Page| Address { door, language, page, fragment: String::new() };
                // What is for webmasters stands on the site alone.
                let pages = pages.iter().filter(|page| door == Door::Site || **page != Page::Embedding);
                planned.extend(pages.cloned().map(by_door).map(|address| Planned { path: address.href(), address }));
                // Whoever comes with a ticket's link finds the way to open one until the app is here.
                planned.push(Planned { path: tickets(door, language), address: by_door(Page::MyVisits) });
            }
        }
        let unknown = Address::of_site(Language::Id, Page::Unknown, String::new());
        planned.push(Planned { path: NOT_FOUND.to_owned(), address: unknown });
        planned
    }

    /// A rule a line of paths, its headers below: the form that several hosts of files read.
    fn header_rules(&self, planned: &[Planned]) -> String {
        let mut rules: BTreeSet<(String, Rule)> = BTreeSet::new();
        for Planned { path, address } in planned {
            // What is below a path has the same headers, but for the one page above all embedded ones.
            let kind = kind_of_page(address);
            let area = area_of(path, address.language);
            if kind == Kind::Embedded {
                rules.insert((format!("{}/*", embedded_root()), Rule::Embedded));
            } else if kind == Kind::Embedding {
                rules.insert((path.clone(), Rule::Embedding));
            } else {
                rules.insert((area.clone(), Rule::Page));
                if area.len() > 1 && area.trim_start_matches('/') != Language::En.tag() {
                    rules.insert((format!("{area}/*"), Rule::Page));
                }
            }
        }
        for path in Language::ALL.into_iter().flat_map(|language| [manifest_path(language), shell_path(language)]) {
            rules.insert((path, Rule::Page));
        }
        for (path, file) in self.files.all() {
            let rule = match (kind_of_file(path), file.immutable) {
                (Kind::EmbedScript, _) => Rule::EmbedScript,
                (_, true) => Rule::Hashed,
                (_, false) => Rule::Page,
            };
            let folder = path.rfind('/').filter(|&end| end > 0).map(|end| format!("{}/*", &path[..end]));
            rules.insert((folder.unwrap_or_else(|| path.to_owned()), rule));
        }
        rules.into_iter().map(|(path, rule)| self.rule_lines(&path, rule)).collect()
    }

    fn rule_lines(&self, path: &str, rule: Rule) -> String {
        let kind = match rule {
            Rule::Page | Rule::Hashed => Kind::Site,
            Rule::Embedded => Kind::Embedded,
            Rule::Embedding => Kind::Embedding,
            Rule::EmbedScript => Kind::EmbedScript,
        };
        let is_kept = matches!(rule, Rule::Hashed | Rule::EmbedScript);
        let caching = if is_kept { IMMUTABLE } else { "no-cache" };
        format!("{path}\n{}  cache-control: {caching}\n", lines(self.policies.headers(kind)))
    }
}

/// Which headers a path has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rule {
    Page,
    Hashed,
    Embedded,
    Embedding,
    EmbedScript,
}

const DOORS: [Door; 2] = [Door::Site, Door::Embed(Theme::Auto)];

fn lines(headers: &HeaderMap) -> String {
    let line = |(name, value): (&axum::http::HeaderName, &axum::http::HeaderValue)| {
        format!("  {name}: {}\n", value.to_str().unwrap_or_default())
    };
    headers.iter().map(line).collect()
}

/// What stands before a ticket's code.
fn tickets(door: Door, language: Language) -> String {
    let page = Page::Ticket(VisitCode::from_random(0));
    let href = Address { door, language, page, fragment: String::new() }.href();
    href.rsplit_once('/').map(|(before, _)| before.to_owned()).unwrap_or_default()
}

fn embedded_root() -> String {
    Page::Embedding.path(Language::Id)
}

/// The first words of a path: one, and the language before it.
fn area_of(path: &str, language: Language) -> String {
    let words = if language == Language::En { 2 } else { 1 };
    let kept: Vec<&str> = path.split('/').filter(|word| !word.is_empty()).take(words).collect();
    format!("/{}", kept.join("/"))
}

/// A ticket's link has a code that no file is named by.
fn redirect_rules() -> String {
    let rules = DOORS.into_iter().flat_map(|door| Language::ALL.map(|language| tickets(door, language)));
    rules.map(|path| format!("{path}/* {path} 200\n")).collect()
}

/// Hosts of files leave the ending out of the address.
fn file_of(path: &str) -> String {
    if path == "/" { "/index.html".to_owned() } else { format!("{path}.html") }
}

/// With its compressed forms beside it.
fn put(folder: &Path, path: &str, file: &Sendable) -> io::Result<()> {
    let to = folder.join(path.trim_start_matches('/'));
    if let Some(parent) = to.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(&to, &file.plain)?;
    for (ending, form) in [("br", &file.brotli), ("gz", &file.gzip)] {
        if let Some(form) = form {
            let mut name = to.as_os_str().to_owned();
            name.push(format!(".{ending}"));
            fs::write(PathBuf::from(name), form)?;
        }
    }
    Ok(())
}
