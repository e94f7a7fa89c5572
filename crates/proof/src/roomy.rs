//! The tests' mall with as many desks and places as a rush or a benchmark wants, and no day on which a desk is closed.

use std::path::Path;

use crate::{Result, mall::catalogue_folder};

/// Writes its catalogue into `folder`: the police's desk with `places` places in each window, and that desk again as the desks
/// of other agencies until there are `desks`.
///
/// # Errors
/// Where there is no room.
pub fn write_catalogue(folder: &Path, desks: usize, places: usize) -> Result<()> {
    std::fs::create_dir_all(folder.join("tenants"))?;
    let read = |file: &str| std::fs::read_to_string(catalogue_folder().join(file));
    for file in ["taxonomy.toml", "documents.toml", "tenants/capil.toml"] {
        std::fs::write(folder.join(file), read(file)?)?;
    }
    let mall = read("mall.toml")?;
    std::fs::write(folder.join("mall.toml"), mall.split("[[closure]]").next().unwrap_or_default())?;
    let capacity = format!("capacity = {places}\nonline_share = 100");
    let police = read("tenants/polres.toml")?.replace("capacity = 10\nonline_share = 50", &capacity);
    for desk in 0..desks {
        let tenant = tenant(desk);
        std::fs::write(folder.join(format!("tenants/{tenant}.toml")), police.replace("polres", &tenant))?;
    }
    Ok(())
}

/// The agency of that desk.
#[must_use]
pub fn tenant(desk: usize) -> String {
    if desk == 0 { "polres".to_owned() } else { format!("polres-{desk}") }
}
