//! How a line of a checklist reads, on a service's page and in a visit.

use contract::{service::DocumentKind, visits::Paper};
use domain::papers::PaperCounts;

pub struct PaperTexts {
    /// "2 dari 7 sudah siap."
    pub ready: fn(ready: usize, all: usize) -> String,
    pub all_ready: &'static str,
    pub original: &'static str,
    pub originals: fn(u32) -> String,
    pub copies: fn(u32) -> String,
    pub sheets: fn(u32) -> String,
    /// A thing that is brought, not handed in.
    pub brought: &'static str,
    pub pieces: fn(u32) -> String,
    pub form: &'static str,
    pub forms: fn(u32) -> String,
    pub uploaded: &'static str,
    /// After how many are brought.
    pub fill_in_too: fn(usize) -> String,
    /// After these.
    pub upload_too: fn(usize) -> String,
    pub and: &'static str,
    /// Before the stops that want it.
    pub for_stops: &'static str,
    /// Before the name of the person whose paper it is.
    pub of_person: fn(name: &str) -> String,
    pub got_at_stop: fn(stop: &str) -> String,
    pub then_copies: fn(u32) -> String,
    pub missing: &'static str,
    pub issued_here: &'static str,
    pub issued_more: fn(usize) -> String,
}

pub static INDONESIAN: PaperTexts = PaperTexts {
    ready: |ready, all| format!("{ready} dari {all} sudah siap."),
    all_ready: "Semua sudah siap.",
    original: "Asli",
    originals: |count| format!("{count} asli"),
    copies: |count| format!("{count} fotokopi"),
    sheets: |count| format!("{count} lembar"),
    brought: "Dibawa",
    pieces: |count| format!("{count} buah"),
    form: "Diisi",
    forms: |count| format!("{count} lembar, diisi"),
    uploaded: "Diunggah di aplikasi instansi sebelum datang",
    fill_in_too: |count| format!(", isi {count} formulir"),
    upload_too: |count| format!(", unggah {count} sebelum datang"),
    and: " dan ",
    for_stops: "Untuk: ",
    of_person: |name| format!("Milik {name}"),
    got_at_stop: |stop| format!("Tidak perlu dibawa. Anda mendapatnya di {stop}."),
    then_copies: |count| format!("Setelah itu fotokopi {count} lembar."),
    missing: "Belum punya?",
    issued_here: "Bisa diurus di gedung ini:",
    issued_more: |count| format!("Cari {count} layanan lain"),
};

pub static ENGLISH: PaperTexts = PaperTexts {
    ready: |ready, all| format!("{ready} of {all} ready."),
    all_ready: "Everything is ready.",
    original: "Original",
    originals: |count| format!("{count} originals"),
    copies: |count| if count == 1 { "1 photocopy".to_owned() } else { format!("{count} photocopies") },
    sheets: |count| if count == 1 { "1 print".to_owned() } else { format!("{count} prints") },
    brought: "Bring it",
    pieces: |count| format!("{count} pieces"),
    form: "Filled in",
    forms: |count| format!("{count} forms, filled in"),
    uploaded: "Uploaded in the agency's own app before you come",
    fill_in_too: |count| {
        if count == 1 { ", fill in 1 form".to_owned() } else { format!(", fill in {count} forms") }
    },
    upload_too: |count| format!(", upload {count} before you come"),
    and: " and ",
    for_stops: "For: ",
    of_person: |name| format!("Of {name}"),
    got_at_stop: |stop| format!("Nothing to bring. You get it at {stop}."),
    then_copies: |count| {
        if count == 1 { "Then make 1 photocopy.".to_owned() } else { format!("Then make {count} photocopies.") }
    },
    missing: "Do not have it?",
    issued_here: "You can get it in this building:",
    issued_more: |count| {
        if count == 1 { "Find 1 more service".to_owned() } else { format!("Find {count} more services") }
    },
};

impl super::Texts {
    /// "Bawa 3 berkas, isi 1 formulir, unggah 11 sebelum datang": `brought` says how many are brought.
    #[must_use]
    pub fn paper_count(self, brought: fn(usize) -> String, papers: &[Paper]) -> String {
        let counts = PaperCounts::of(papers);
        let mut said = brought(counts.brought);
        if counts.filled_in > 0 {
            said += &(self.papers().fill_in_too)(counts.filled_in);
        }
        if counts.uploaded > 0 {
            said += &(self.papers().upload_too)(counts.uploaded);
        }
        said
    }

    /// What to bring of a paper, part by part: "Asli", "1 fotokopi". The parts are joined by `papers.and`.
    #[must_use]
    pub fn paper_parts(self, paper: &Paper) -> Vec<String> {
        let words = self.papers();
        let mut parts = Vec::new();
        match (paper.originals, paper.kind) {
            (0, _) => {}
            (count, DocumentKind::Photo) => parts.push((words.sheets)(count)),
            (1, DocumentKind::Item) => parts.push(words.brought.to_owned()),
            (count, DocumentKind::Item) => parts.push((words.pieces)(count)),
            (1, _) => parts.push(words.original.to_owned()),
            (count, _) => parts.push((words.originals)(count)),
        }
        if paper.copies > 0 {
            parts.push((words.copies)(paper.copies));
        }
        match paper.forms {
            0 => {}
            1 => parts.push(words.form.to_owned()),
            count => parts.push((words.forms)(count)),
        }
        if paper.upload {
            parts.push(words.uploaded.to_owned());
        }
        parts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::{DocumentId, Language, service::Owner};

    fn paper(kind: DocumentKind) -> Paper {
        Paper {
            document: DocumentId::parse("kk").unwrap(),
            name: "Kartu Keluarga (KK)".to_owned(),
            kind,
            of: Owner::Family,
            person: None,
            originals: 1,
            copies: 0,
            forms: 0,
            upload: false,
            notes: Vec::new(),
            obtain: None,
            issued_by: Vec::new(),
            stops: vec![1],
            at_stop: None,
        }
    }

    #[test]
    fn original_and_copies_are_said_one_after_the_other() {
        let [id, en] = Language::ALL.map(crate::i18n::of);
        let paper = Paper { copies: 2, ..paper(DocumentKind::Identity) };
        assert_eq!(id.paper_parts(&paper).join(id.papers().and), "Asli dan 2 fotokopi");
        assert_eq!(en.paper_parts(&paper).join(en.papers().and), "Original and 2 photocopies");
    }

    #[test]
    fn photos_are_counted_in_sheets_and_things_are_brought() {
        let id = crate::i18n::of(Language::Id);
        assert_eq!(id.paper_parts(&Paper { originals: 6, ..paper(DocumentKind::Photo) }), ["6 lembar"]);
        assert_eq!(id.paper_parts(&paper(DocumentKind::Item)), ["Dibawa"]);
        assert_eq!(id.paper_parts(&Paper { originals: 4, ..paper(DocumentKind::Item) }), ["4 buah"]);
    }

    #[test]
    fn what_is_uploaded_or_filled_in_says_so() {
        let id = crate::i18n::of(Language::Id);
        let form = Paper { originals: 0, forms: 1, ..paper(DocumentKind::Form) };
        assert_eq!(id.paper_parts(&form), ["Diisi"]);
        let upload = Paper { originals: 0, upload: true, ..paper(DocumentKind::Letter) };
        assert_eq!(id.paper_parts(&upload), ["Diunggah di aplikasi instansi sebelum datang"]);
    }

    #[test]
    fn a_form_is_filled_in_and_not_brought() {
        let [id, en] = Language::ALL.map(crate::i18n::of);
        let form = Paper { originals: 0, forms: 1, ..paper(DocumentKind::Form) };
        let papers = [paper(DocumentKind::Identity), form.clone()];
        assert_eq!(id.paper_count(id.ticket().bring, &papers), "Bawa 1 berkas, isi 1 formulir");
        assert_eq!(en.paper_count(en.service().checklist_title, &papers), "Prepare 1 paper, fill in 1 form");
        assert_eq!(en.paper_count(en.check().papers_count, &[form.clone(), form]), "None, fill in 2 forms");
    }
}
