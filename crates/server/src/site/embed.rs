//! The files that are for other sites' pages, and what such a page must know of them.

use base64ct::{Base64, Encoding as _};
use contract::page_data::EmbedScript;
use sha2::{Digest as _, Sha384};

use super::{SiteError, files::Files, headers::source_hash};
use crate::{config::Config, sendable::Sendable};

pub(super) struct EmbedFiles {
    /// What the page about embedding tells.
    pub script: EmbedScript,
    /// In the head of an embedded page.
    pub frame_head: String,
    /// In the head of the page about embedding.
    pub embedding_head: String,
    /// Of the style in both heads.
    pub style_hash: String,
}

impl EmbedFiles {
    pub(super) fn of(files: &Files, config: &Config) -> Result<Self, SiteError> {
        let find = |name: &'static str, ending| files.find(name, ending).ok_or(SiteError::AppLacks(name));
        let (path, file) = newest_script(files).ok_or(SiteError::AppLacks("/embed-"))?;
        let (frame, _) = find("/frame-", ".js")?;
        let (_, sheet) = find("/embedded-", ".css")?;
        let script = EmbedScript {
            home: config.public_url.clone(),
            path: path.to_owned(),
            integrity: format!("sha384-{}", Base64::encode_string(&Sha384::digest(&file.plain))),
            origins: config.embed_origins.all().to_vec(),
        };
        // In the page: nothing is asked for before the first words are painted.
        let sheet = String::from_utf8_lossy(&sheet.plain);
        let style_hash = source_hash(&sheet);
        let sheet = format!("<style>{sheet}</style>");
        // Links and forms that no app follows yet open beside the page around: none of our own pages may stand in this frame.
        let frame_head = format!(
            "<base target=\"_blank\">{sheet}<script src=\"{frame}\" data-origins=\"{}\" defer></script>",
            config.embed_origins
        );
        let embedding_head = format!("{sheet}<script src=\"{path}\" defer></script>");
        Ok(Self { script, frame_head, embedding_head, style_hash })
    }
}

/// Earlier versions stand beside it as long as a city's page may name them.
fn newest_script(files: &Files) -> Option<(&str, &Sendable)> {
    files
        .all()
        .filter_map(|(path, file)| Some((script_version(path)?, (path, file))))
        .max_by_key(|(version, _)| *version)
        .map(|(_, script)| script)
}

/// Of a script that other sites name; `None` where a path is another file's.
pub(super) fn script_version(path: &str) -> Option<u32> {
    path.strip_prefix("/embed-")?.strip_suffix(".js")?.split('-').next()?.parse().ok()
}
