//! Where the TOML comes from: compiled in, or a folder.

use std::{collections::BTreeMap, fs, io, path::Path};

use include_dir::{Dir, include_dir};

use crate::{CatalogueError, CatalogueFault};

static SHIPPED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../catalogue");

/// The texts of the files by their path in the catalogue's folder.
#[derive(Debug, Clone)]
pub(crate) struct Sources(pub BTreeMap<String, String>);

pub(crate) const MALL: &str = "mall.toml";
pub(crate) const TAXONOMY: &str = "taxonomy.toml";
pub(crate) const DOCUMENTS: &str = "documents.toml";
pub(crate) const TENANTS: &str = "tenants";

impl Sources {
    pub(crate) fn shipped() -> Self {
        let tenants = SHIPPED.get_dir(TENANTS).into_iter().flat_map(Dir::files);
        let files = SHIPPED.files().chain(tenants);
        Self(
            files
                .filter(|file| file.path().extension().is_some_and(|extension| extension == "toml"))
                .filter_map(|file| {
                    Some((file.path().to_string_lossy().replace('\\', "/"), file.contents_utf8()?.to_owned()))
                })
                .collect(),
        )
    }

    pub(crate) fn read(dir: &Path) -> Result<Self, CatalogueError> {
        let mut sources = BTreeMap::new();
        let mut faults = Vec::new();
        let mut read = |name: String, path: &Path| match fs::read_to_string(path) {
            Ok(text) => {
                sources.insert(name, text);
            }
            Err(error) => faults.push(unreadable(name, &error)),
        };
        for name in [MALL, TAXONOMY, DOCUMENTS] {
            read(name.to_owned(), &dir.join(name));
        }
        let mut unlisted = None;
        match fs::read_dir(dir.join(TENANTS)) {
            Ok(entries) => {
                for entry in entries {
                    match entry.map(|entry| entry.path()) {
                        Ok(path) if path.extension().is_some_and(|extension| extension == "toml") => {
                            let name = path.file_name().unwrap_or_default().to_string_lossy();
                            read(format!("{TENANTS}/{name}"), &path);
                        }
                        Ok(_) => {}
                        Err(error) => unlisted = Some(error),
                    }
                }
            }
            Err(error) => unlisted = Some(error),
        }
        faults.extend(unlisted.map(|error| unreadable(TENANTS.to_owned(), &error)));
        if faults.is_empty() { Ok(Self(sources)) } else { Err(CatalogueError { faults }) }
    }
}

fn unreadable(file: String, error: &io::Error) -> CatalogueFault {
    CatalogueFault { file, entry: String::new(), field: String::new(), message: format!("can't be read: {error}") }
}
