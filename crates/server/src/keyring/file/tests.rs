use tempfile::TempDir;

use super::*;

fn folder() -> (TempDir, PathBuf, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let (key_file, database) = (folder.path().join("loket.key"), folder.path().join("loket.sqlite"));
    (folder, key_file, database)
}

/// The same keys under the same versions.
fn same(one: &Keyring, other: &Keyring) -> bool {
    text(one) == text(other)
}

#[cfg(unix)]
fn is_private(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(file).unwrap().permissions().mode() & 0o777 == 0o600
}

#[test]
fn a_new_key_is_kept_and_read_again() {
    let (_folder, key_file, database) = folder();
    let made = Keyring::read_or_make(&key_file, &database).unwrap();
    std::fs::write(&database, "").unwrap();
    assert!(same(&Keyring::read_or_make(&key_file, &database).unwrap(), &made));
    assert_eq!(made.newest_version(), KeyVersion::FIRST);
}

#[test]
fn the_thirty_two_bytes_of_older_releases_are_the_first_key() {
    let (_folder, key_file, database) = folder();
    std::fs::write(&key_file, [7; 32]).unwrap();
    let ring = Keyring::read_or_make(&key_file, &database).unwrap();
    assert!(same(&ring, &Keyring::of_first(ServerKey::from_bytes([7; 32]))));
    assert_eq!(std::fs::read(&key_file).unwrap(), [7; 32], "it is left as it is");
    assert_eq!(rotate(&key_file).unwrap(), KeyVersion(2));
    let rotated = Keyring::read(&key_file).unwrap();
    assert!(rotated.under(KeyVersion::FIRST).unwrap().is(&ServerKey::from_bytes([7; 32])));
    assert!(!rotated.newest().is(&ServerKey::from_bytes([7; 32])));
}

#[test]
fn each_new_key_is_the_newest_and_no_number_comes_twice() {
    let (_folder, key_file, database) = folder();
    Keyring::read_or_make(&key_file, &database).unwrap();
    assert_eq!(rotate(&key_file).unwrap(), KeyVersion(2));
    keep_only(&key_file, |version| version == KeyVersion(2)).unwrap();
    assert_eq!(rotate(&key_file).unwrap(), KeyVersion(3));
    let ring = Keyring::read(&key_file).unwrap();
    assert_eq!(ring.iter().map(|(version, _)| version).collect::<Vec<_>>(), [KeyVersion(2), KeyVersion(3)]);
}

#[test]
fn a_full_ring_takes_no_other_key() {
    let (_folder, key_file, database) = folder();
    Keyring::read_or_make(&key_file, &database).unwrap();
    for _ in 1..KEYS_MAX {
        rotate(&key_file).unwrap();
    }
    let before = std::fs::read(&key_file).unwrap();
    let error = rotate(&key_file).unwrap_err();
    assert!(matches!(error, KeyError::TooMany(_)));
    assert!(error.to_string().contains(&*key_file.to_string_lossy()));
    assert_eq!(std::fs::read(&key_file).unwrap(), before);
}

#[test]
fn the_last_key_is_never_removed() {
    let (_folder, key_file, database) = folder();
    let ring = Keyring::read_or_make(&key_file, &database).unwrap();
    keep_only(&key_file, |_| false).unwrap();
    assert!(same(&Keyring::read(&key_file).unwrap(), &ring));
}

#[cfg(unix)]
#[test]
fn the_file_is_its_owners_alone_however_it_came_to_be() {
    let (_folder, key_file, database) = folder();
    Keyring::read_or_make(&key_file, &database).unwrap();
    assert!(is_private(&key_file));
    rotate(&key_file).unwrap();
    assert!(is_private(&key_file));
    keep_only(&key_file, |version| version == KeyVersion(2)).unwrap();
    assert!(is_private(&key_file));
}

#[test]
fn a_rotation_that_was_interrupted_changes_nothing_and_is_no_hindrance() {
    let (folder, key_file, database) = folder();
    let ring = Keyring::read_or_make(&key_file, &database).unwrap();
    // What a loss of power leaves in the middle of writing.
    std::fs::write(folder.path().join("loket.key.new"), "1 00").unwrap();
    assert!(same(&Keyring::read(&key_file).unwrap(), &ring));
    rotate(&key_file).unwrap();
    assert_eq!(Keyring::read(&key_file).unwrap().newest_version(), KeyVersion(2));
    assert!(!folder.path().join("loket.key.new").exists());
}

#[cfg(unix)]
#[test]
fn whoever_reads_while_a_key_is_added_reads_a_whole_file() {
    use std::os::unix::fs::MetadataExt as _;
    let (_folder, key_file, database) = folder();
    Keyring::read_or_make(&key_file, &database).unwrap();
    let before = std::fs::metadata(&key_file).unwrap().ino();
    rotate(&key_file).unwrap();
    assert_ne!(std::fs::metadata(&key_file).unwrap().ino(), before, "another file took its place; none was rewritten");
}

#[test]
fn a_database_without_its_keys_is_refused_in_one_sentence() {
    let (_folder, key_file, database) = folder();
    std::fs::write(&database, "").unwrap();
    let error = Keyring::read_or_make(&key_file, &database).unwrap_err();
    assert!(matches!(error, KeyError::Lost(_)));
    assert_eq!(error.to_string().lines().count(), 1);
    assert!(!key_file.exists(), "no new key is made");
}

#[test]
fn a_key_is_added_only_where_there_is_one() {
    let (_folder, key_file, _database) = folder();
    let error = rotate(&key_file).unwrap_err();
    assert!(matches!(error, KeyError::Missing(_)));
    assert!(!key_file.exists());
}

#[test]
fn a_file_that_holds_something_else_is_refused_in_one_sentence_that_names_it() {
    let (_folder, key_file, database) = folder();
    let (one, two) = ("11".repeat(32), "22".repeat(32));
    for content in [
        String::new(),
        "short".to_owned(),
        one.clone(),
        format!("0 {one}\n"),
        format!("+1 {one}\n"),
        format!("01 {one}\n"),
        format!("1 {one}0\n"),
        format!("1 {}\n", "é".repeat(32)),
        "\n \n".to_owned(),
        format!("1 {one}\n1 {two}\n"),
        format!("2 {one}\n1 {two}\n"),
        format!("1 {one}\n2 {one}\n"),
        format!("1 {one}\n4294967296 {two}\n"),
    ] {
        std::fs::write(&key_file, &content).unwrap();
        let error = Keyring::read_or_make(&key_file, &database).unwrap_err();
        assert!(matches!(error, KeyError::NoKeys(_)), "{content}");
        let sentence = error.to_string();
        assert!(sentence.contains(&*key_file.to_string_lossy()) && sentence.lines().count() == 1, "{sentence}");
        assert!(!sentence.contains("1111"), "it does not say what it read");
        assert_eq!(std::fs::read(&key_file).unwrap(), content.as_bytes(), "it is left as it is");
    }
    std::fs::write(&key_file, format!("1 {one}\n7 {two}")).unwrap();
    let ring = Keyring::read(&key_file).unwrap();
    assert_eq!(ring.newest_version(), KeyVersion(7), "the last line may lack its end");
    std::fs::write(&key_file, format!("\n1 {one}\n\n7 {two}\r\n \r\n\n")).unwrap();
    assert!(same(&Keyring::read(&key_file).unwrap(), &ring), "typed in by hand, lines with nothing in them come about");
}
