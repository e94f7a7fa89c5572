//! `cargo xtask catalogue grow`.

use std::{fs, path::Path};

use crate::error::{Context as _, Error, Result};

/// Writes a catalogue of so many services into a folder that is not there yet.
///
/// # Errors
/// Where the count is no number of at least what is shipped, or a file can't be written.
pub fn command(count: &str, folder: &str) -> Result<()> {
    let services: usize = count.parse().context(format!("{count} is no number of services"))?;
    let folder = Path::new(folder);
    if folder.exists() {
        return Err(Error::new(format!("{} is there already", folder.display())));
    }
    let Some(files) = catalogue::grow::grown(services) else {
        return Err(Error::new(format!("more than {services} services are shipped already")));
    };
    for (path, text) in files {
        let file = folder.join(path);
        let made = file.parent().map_or(Ok(()), fs::create_dir_all);
        made.and_then(|()| fs::write(&file, text)).context(format!("{} can't be written", file.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use catalogue::Catalogue;

    use super::*;
    use crate::testing::Folder;

    #[test]
    fn what_is_written_is_a_catalogue() {
        let folder = Folder::new();
        let grown = folder.path().join("grown");
        command("450", &grown.to_string_lossy()).unwrap();
        let catalogue = Catalogue::read(&grown).unwrap_or_else(|error| panic!("{error}"));
        assert!(catalogue.summary().contains(" 450 services,"), "{}", catalogue.summary());
    }

    #[test]
    fn neither_less_than_is_shipped_nor_over_what_is_there() {
        let folder = Folder::new();
        let there = folder.path().to_string_lossy();
        assert!(command("500", &there).unwrap_err().to_string().ends_with("is there already"));
        let new = folder.path().join("new");
        let refusal = command("3", &new.to_string_lossy()).unwrap_err().to_string();
        assert!(refusal.ends_with("shipped already"), "{refusal}");
        assert!(!new.exists(), "nothing is left half done");
    }
}
