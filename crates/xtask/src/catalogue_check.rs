//! `cargo xtask catalogue check`: whether a city's catalogue would start a server.

use std::path::Path;

use catalogue::Catalogue;

use crate::error::{Error, Result};

/// The project's own, which is also compiled into the server.
const SHIPPED: &str = "catalogue";

/// Checks the catalogue in a folder, as the server does, and prints a summary.
///
/// # Errors
/// Where it has faults, after printing each.
pub fn command(root: &Path, folder: Option<&str>) -> Result<()> {
    let folder = folder.map_or_else(|| root.join(SHIPPED), Into::into);
    match Catalogue::read(&folder) {
        Ok(catalogue) => {
            print!("{}", catalogue.summary());
            Ok(())
        }
        Err(error) => {
            for fault in &error.faults {
                println!("{fault}");
            }
            let count = error.faults.len();
            Err(Error::new(format!(
                "the catalogue in {} has {count} fault(s); no server starts with it",
                folder.display()
            )))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Folder;

    #[test]
    fn the_shipped_catalogue_is_sound() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        assert_eq!(command(&root, None), Ok(()));
    }

    #[test]
    fn a_folder_without_a_catalogue_is_refused() {
        let folder = Folder::new();
        let error = command(folder.path(), Some(&folder.path().to_string_lossy())).unwrap_err().to_string();
        assert!(error.ends_with("no server starts with it"), "{error}");
    }
}
