//! Each rule of catalogue/SCHEMA.md, broken alone in a small valid catalogue, is found, and nothing else is.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic, in its own functions too")]

use std::{collections::BTreeMap, fs, path::Path};

use catalogue::{Catalogue, CatalogueError};
use contract::{Language, ServiceId};

const FIXTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixture");
const FILES: [&str; 4] = ["mall.toml", "taxonomy.toml", "documents.toml", "tenants/sipil.toml"];

/// The texts of the fixture by file.
fn fixture() -> BTreeMap<String, String> {
    FILES.map(|file| (file.to_owned(), fs::read_to_string(Path::new(FIXTURE).join(file)).unwrap())).into()
}

/// Reads these files from a folder of their own.
fn read(name: &str, files: &BTreeMap<String, String>) -> Result<Catalogue, CatalogueError> {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&dir);
    fs::create_dir_all(dir.join("tenants")).unwrap();
    for (file, text) in files {
        fs::write(dir.join(file), text).unwrap();
    }
    Catalogue::read(&dir)
}

fn faults(name: &str, files: &BTreeMap<String, String>) -> CatalogueError {
    read(name, files).expect_err("a faulty catalogue never becomes one")
}

fn replace(files: &mut BTreeMap<String, String>, file: &str, from: &str, to: &str) {
    let text = files.get_mut(file).unwrap();
    assert!(text.contains(from), "{file} has no {from:?}");
    *text = text.replacen(from, to, 1);
}

#[test]
fn another_citys_small_catalogue_is_read_in_both_languages() {
    let catalogue = read("valid", &fixture()).unwrap_or_else(|error| panic!("{error}"));
    let id = ServiceId::parse("sipil-kartu").unwrap();
    assert_eq!(catalogue.mall(Language::Id).utc_offset_minutes, 8 * 60);
    assert_eq!(catalogue.service(Language::Id, &id).unwrap().name, "Kartu pertama");
    assert_eq!(catalogue.service(Language::En, &id).unwrap().name, "First card");
    assert_eq!(catalogue.service(Language::En, &id).unwrap().requirements[0].copies, 2);
}

#[test]
fn each_broken_rule_gives_exactly_its_fault() {
    let mut wrong = Vec::new();
    for row in include_str!("faults.tsv").lines().filter(|line| !line.starts_with('#')) {
        let [rule, file, from, to, expected] = row.split('\t').collect::<Vec<_>>().try_into().unwrap();
        let mut files = fixture();
        replace(&mut files, file, &from.replace("\\n", "\n"), &to.replace("\\n", "\n"));
        let found = match read("broken", &files) {
            Ok(_) => vec!["nothing".to_owned()],
            Err(error) => error
                .faults
                .iter()
                .map(|fault| {
                    assert_eq!(fault.file, file, "{rule}: {fault}");
                    assert!(!fault.message.is_empty() && !fault.to_string().contains('\n'), "{rule}: {fault}");
                    format!("{}: {}", fault.entry, fault.field)
                })
                .collect(),
        };
        if found.join("|") != expected {
            wrong.push(format!("{rule}: expected {expected:?}, found {:?}", found.join("|")));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn answers_can_be_combined_in_ten_thousand_ways_at_most() {
    let with_options = |first: usize, second: usize| {
        let mut files = fixture();
        for (id, options) in [("baru", first), ("kota", second)] {
            let option = format!("[[service.question.option]]\nid = \"{id}\"");
            let more = |number| {
                format!(
                    "[[service.question.option]]\nid = \"{id}-{number}\"\n\
                     text = {{ id = \"Nomor {number}\", en = \"Number {number}\" }}\n"
                )
            };
            // Two are there.
            let more: String = (2..options).map(more).collect();
            replace(&mut files, "tenants/sipil.toml", &option, &format!("{more}{option}"));
        }
        files
    };
    assert!(read("combined", &with_options(100, 100)).is_ok());
    let found = faults("combined", &with_options(101, 100)).faults;
    let fields: Vec<_> = found.iter().map(|fault| fault.field.as_str()).collect();
    assert_eq!(fields, ["question"]);
}

#[test]
fn faults_of_all_files_are_reported_together() {
    let mut files = fixture();
    replace(&mut files, "mall.toml", "Asia/Makassar", "Asia/Tokyo");
    replace(&mut files, "documents.toml", "\"letter\"", "\"leter\"");
    replace(&mut files, "tenants/sipil.toml", "counters = 2", "counters = 0");
    replace(&mut files, "tenants/sipil.toml", "[0, 1]", "[2, 1]");
    let found: Vec<_> = faults("several", &files).faults.into_iter().map(|fault| (fault.file, fault.field)).collect();
    let expected = [
        ("mall.toml", "timezone"),
        ("documents.toml", "kind"),
        ("tenants/sipil.toml", "counters"),
        ("tenants/sipil.toml", "ready_days"),
    ];
    assert_eq!(found, expected.map(|(file, field)| (file.to_owned(), field.to_owned())));
}

#[test]
fn every_file_that_does_not_parse_is_reported() {
    let mut files = fixture();
    replace(&mut files, "mall.toml", "address =", "adress =");
    replace(&mut files, "tenants/sipil.toml", "counters = 2", "counters = \"two\"");
    let error = faults("unparsed", &files);
    let found: Vec<_> = error.faults.iter().map(|fault| (fault.file.as_str(), fault.field.as_str())).collect();
    assert_eq!(found, [("mall.toml", "adress"), ("tenants/sipil.toml", "counters")]);
}

#[test]
fn a_missing_file_is_a_fault() {
    let mut files = fixture();
    files.remove("taxonomy.toml");
    let error = faults("missing", &files);
    assert_eq!(error.faults.len(), 1);
    assert_eq!(error.faults[0].file, "taxonomy.toml");
}

#[test]
fn ids_are_unique_over_all_tenants_and_a_file_is_named_as_its_tenant() {
    let mut files = fixture();
    let twin = files["tenants/sipil.toml"].clone();
    // As file managers name a copy: it comes first of both, and is the one that is wrong.
    files.insert("tenants/sipil (1).toml".to_owned(), twin);
    let error = faults("twin", &files);
    let lines: Vec<_> =
        error.faults.iter().map(|fault| format!("{}: {}: {}", fault.file, fault.entry, fault.field)).collect();
    let expected = [
        "tenants/sipil (1).toml: tenant sipil: id",
        "tenants/sipil (1).toml: service sipil-kartu: id",
        "tenants/sipil (1).toml: service sipil-pindah: id",
        "tenants/sipil (1).toml: tenant sipil: id",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn an_opening_too_short_for_a_desk_is_right_where_that_desk_is_closed() {
    let mut files = fixture();
    replace(
        &mut files,
        "mall.toml",
        "desk = \"sipil/utama\"\nhours = [[\"09:00\", \"11:00\"]]",
        "hours = [[\"09:00\", \"09:20\"]]",
    );
    assert_eq!(faults("short", &files).faults.len(), 1);
    let closed = "[[closure]]\ndate = \"2027-01-02\"\ndesk = \"sipil/utama\"\n\
        reason = { id = \"Terlalu singkat\", en = \"Too short\" }\n\n[[opening]]";
    replace(&mut files, "mall.toml", "[[opening]]", closed);
    assert!(read("closed", &files).is_ok());
}

#[test]
fn a_fault_is_said_in_one_line_with_file_entry_and_field() {
    let mut files = fixture();
    replace(&mut files, "tenants/sipil.toml", "amount = 5000\n", "");
    let text = faults("one_line", &files).to_string();
    let line = text.lines().nth(1).unwrap();
    assert!(line.starts_with("tenants/sipil.toml: service sipil-kartu: fee.amount: "), "{line}");
}
