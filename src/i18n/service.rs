//! A service: overview, questions, checklist, stop.

use contract::service::{Confidence, Evidence, FeeKind};

pub struct ServiceTexts {
    pub back_to_list: &'static str,
    /// The step before, within the questions.
    pub back_to_answers: &'static str,

    pub fee_title: &'static str,
    pub fee_basis: fn(basis: &str) -> String,
    pub fee_free_question: &'static str,
    pub fee_more_question: &'static str,
    pub report: fn(channel: &str) -> String,
    pub fee_receipt: &'static str,
    pub fee_computed: &'static str,

    pub begin: &'static str,
    pub begin_note: fn(fewest: usize, most: usize) -> String,
    pub begin_walk_in: &'static str,
    pub walk_in_title: &'static str,
    pub walk_in_text: &'static str,

    pub facts_title: &'static str,
    pub fact_ready: &'static str,
    pub fact_minutes: &'static str,
    pub minutes: fn(u32) -> String,
    pub fact_issues: &'static str,
    pub fact_place: &'static str,
    pub place: fn(desk: &str, tenant: &str) -> String,
    pub place_unknown: &'static str,

    pub steps_title: &'static str,
    pub all_papers_title: &'static str,
    pub all_papers_text: &'static str,
    pub all_papers_summary: fn(usize) -> String,
    pub always: &'static str,
    pub only_if: fn(conditions: &str) -> String,
    /// A condition: one of these answers to that question.
    pub answered: fn(question: &str, answers: &str) -> String,
    pub or: &'static str,
    pub and: &'static str,
    pub not_for_title: &'static str,
    pub not_for_summary: fn(usize) -> String,
    pub instead: &'static str,

    pub first_title: &'static str,
    pub first_text: &'static str,
    pub first_paper: fn(paper: &str) -> String,
    pub first_more: fn(usize) -> String,

    pub source_title: &'static str,
    pub confidence: fn(Confidence) -> &'static str,
    pub confidence_reason: fn(Confidence) -> &'static str,
    pub evidence: fn(Evidence, mall: &str) -> String,
    pub unconfirmed: fn(tenant: &str) -> String,
    pub read_source: fn(host: &str) -> String,
    pub wrong_before: &'static str,

    pub checklist_title: fn(usize) -> String,
    pub checklist_empty_text: &'static str,
    /// At a desk that is not booked.
    pub checklist_empty_walk_in: &'static str,
    pub checklist_text: &'static str,
    pub add: &'static str,
    pub add_changed: &'static str,
    pub add_known: &'static str,
    pub news_added: fn(service: &str) -> String,
    pub news_changed: fn(service: &str) -> String,
    pub for_whom: &'static str,
    pub person: fn(number: usize) -> String,
    pub another_person: &'static str,
    pub people_max: fn(usize) -> String,
    pub stops_max: fn(usize) -> String,
    pub to_visit: &'static str,
    pub print: &'static str,
    pub printed: fn(mall: &str, address: &str, day: &str) -> String,
    pub change_answers: &'static str,
    pub see_service: &'static str,

    pub stop_title: &'static str,
    pub stop_answered: &'static str,
    pub stop_what: &'static str,
    pub stop_instead: &'static str,
    pub stop_same_building: &'static str,
    pub stop_changed: &'static str,
    pub stop_nothing_booked: &'static str,
    pub stop_other: &'static str,
    pub stop_to_list: &'static str,
}

pub static INDONESIAN: ServiceTexts = ServiceTexts {
    back_to_list: "Semua layanan",
    back_to_answers: "Kembali, ubah jawaban",

    fee_title: "Biaya resmi",
    fee_basis: |basis| format!("Dasar: {basis}."),
    fee_free_question: "Petugas meminta uang? Jangan bayar. ",
    fee_more_question: "Diminta lebih? Jangan bayar. ",
    report: |channel| format!("Lapor ke {channel}"),
    fee_receipt: "Minta bukti bayar. Tidak ada biaya resmi lain.",
    fee_computed: "Dihitung",

    begin: "Lihat berkas saya dan pesan",
    begin_note: |fewest, most| match (fewest, most) {
        (0, 0) => "Langsung ke daftar berkas Anda. Belum memesan apa pun.".to_owned(),
        _ if fewest == most => {
            format!("{most} pertanyaan singkat, lalu daftar berkas Anda. Belum memesan apa pun.")
        }
        _ => format!("Paling banyak {most} pertanyaan singkat, lalu daftar berkas Anda. Belum memesan apa pun."),
    },
    begin_walk_in: "Lihat berkas saya",
    walk_in_title: "Datang langsung, tanpa memesan.",
    walk_in_text: "Loket ini tidak menerima pesanan. Siapkan berkas, lalu datang pada jam buka.",

    facts_title: "Ringkasnya",
    fact_ready: "Selesai",
    fact_minutes: "Di loket",
    minutes: |minutes| format!("Sekitar {minutes} menit"),
    fact_issues: "Anda menerima",
    fact_place: "Tempat",
    place: |desk, tenant| format!("{desk}, {tenant}"),
    place_unknown: "Lantainya belum dikonfirmasi. Tanya petugas di pintu masuk.",

    steps_title: "Di loket nanti",
    all_papers_title: "Berkas yang mungkin diminta",
    all_papers_text: "Tidak semuanya untuk Anda. Jawab pertanyaan tadi untuk daftar milik Anda.",
    all_papers_summary: |count| match count {
        1 => "Lihat 1 berkas".to_owned(),
        count => format!("Lihat semua {count} berkas"),
    },
    always: "Selalu diminta.",
    only_if: |conditions| format!("Hanya jika {conditions}."),
    answered: |question, answers| format!("Anda menjawab {answers} pada “{question}”"),
    or: " atau ",
    and: " dan ",
    not_for_title: "Jangan datang dulu jika",
    not_for_summary: |count| format!("Lihat {count} keadaan"),
    instead: "Yang Anda perlukan: ",

    first_title: "Mungkin Anda perlukan juga",
    first_text: "Semuanya di gedung yang sama.",
    first_paper: |paper| format!(", untuk {paper}"),
    first_more: |count| format!("{count} lagi"),

    source_title: "Dari mana kami tahu",
    confidence: |confidence| match confidence {
        Confidence::High => "Keyakinan: tinggi",
        Confidence::Medium => "Keyakinan: sedang",
        Confidence::Low | Confidence::Unknown => "Keyakinan: rendah",
    },
    confidence_reason: |confidence| match confidence {
        Confidence::High => "Kami membacanya di peraturan atau sumber resmi.",
        Confidence::Medium => "Disusun dari pengetahuan umum tentang peraturannya.",
        Confidence::Low | Confidence::Unknown => "Ini dugaan yang masuk akal. Tanya instansi sebelum datang.",
    },
    evidence: |evidence, mall| match evidence {
        Evidence::MppPekanbaru => format!("Ada sumber yang menyebut layanan ini di {mall}."),
        Evidence::Agency => {
            format!("Instansi ini melayaninya di kantornya. Di {mall} belum ada sumber yang menyebutnya.")
        }
        Evidence::Unknown => format!("Belum ada sumber yang menyebut layanan ini di {mall}."),
    },
    unconfirmed: |tenant| format!("{tenant} belum memeriksa halaman ini."),
    read_source: |host| format!("Baca di {host}"),
    wrong_before: "Ada yang salah? ",

    checklist_title: |count| match count {
        0 => "Tidak ada berkas yang perlu dibawa".to_owned(),
        count => format!("Siapkan {count} berkas"),
    },
    checklist_empty_text: "Cukup datang pada jam yang dipesan.",
    checklist_empty_walk_in: "Cukup datang pada jam buka.",
    checklist_text: "Disusun dari jawaban Anda. Centang yang sudah siap. Centang hanya tersimpan di perangkat ini.",
    add: "Tambah ke kunjungan",
    add_changed: "Perbarui di kunjungan",
    add_known: "Layanan ini sudah ada di kunjungan Anda.",
    news_added: |service| format!("{service} ditambahkan ke kunjungan."),
    news_changed: |service| format!("{service} diperbarui di kunjungan."),
    for_whom: "Untuk siapa layanan ini?",
    person: |number| format!("Orang {number}"),
    another_person: "Orang lain",
    people_max: |count| format!("Satu kunjungan untuk paling banyak {count} orang."),
    stops_max: |count| {
        format!("Kunjungan ini sudah berisi {count} layanan, dan itu batasnya. Pesan dulu, lalu buat kunjungan kedua.")
    },
    to_visit: "Lihat kunjungan",
    print: "Cetak daftar",
    printed: |mall, address, day| format!("{mall}, {address}. Isi per {day}. Syarat menunggu konfirmasi instansi."),
    change_answers: "Ubah jawaban",
    see_service: "Biaya, langkah dan sumber",

    stop_title: "Jangan datang dulu ke loket ini",
    stop_answered: "Anda menjawab: ",
    stop_what: "Yang perlu Anda lakukan",
    stop_instead: "Lihat layanan ini",
    stop_same_building: "di gedung yang sama",
    stop_changed: "Keadaannya lain? ",
    stop_nothing_booked: ". Tidak ada yang dipesan.",
    stop_other: "Perlu layanan lain?",
    stop_to_list: "Cari layanan lain",
};

pub static ENGLISH: ServiceTexts = ServiceTexts {
    back_to_list: "All services",
    back_to_answers: "Back, change answers",

    fee_title: "Official fee",
    fee_basis: |basis| format!("Rule: {basis}."),
    fee_free_question: "An officer asks for money? Do not pay. ",
    fee_more_question: "Asked for more? Do not pay. ",
    report: |channel| format!("Report it to {channel}"),
    fee_receipt: "Ask for a receipt. There is no other official fee.",
    fee_computed: "Computed",

    begin: "See my papers and book",
    begin_note: |fewest, most| match (fewest, most) {
        (0, 0) => "Straight to your list of papers. Nothing is booked yet.".to_owned(),
        (1, 1) => "1 short question, then your list of papers. Nothing is booked yet.".to_owned(),
        _ if fewest == most => format!("{most} short questions, then your list of papers. Nothing is booked yet."),
        _ => format!("At most {most} short questions, then your list of papers. Nothing is booked yet."),
    },
    begin_walk_in: "See my papers",
    walk_in_title: "Just come, without booking.",
    walk_in_text: "This desk can't be booked. Prepare your papers, then come during opening hours.",

    facts_title: "In short",
    fact_ready: "Ready",
    fact_minutes: "At the counter",
    minutes: |minutes| format!("About {minutes} minutes"),
    fact_issues: "You receive",
    fact_place: "Where",
    place: |desk, tenant| format!("{desk}, {tenant}"),
    place_unknown: "The floor is not confirmed yet. Ask the staff at the entrance.",

    steps_title: "At the counter",
    all_papers_title: "Papers that may be asked for",
    all_papers_text: "Not all of them are for you. Answer the questions above for your own list.",
    all_papers_summary: |count| match count {
        1 => "See 1 paper".to_owned(),
        count => format!("See all {count} papers"),
    },
    always: "Always asked for.",
    only_if: |conditions| format!("Only if {conditions}."),
    answered: |question, answers| format!("you answer {answers} to “{question}”"),
    or: " or ",
    and: " and ",
    not_for_title: "Do not come yet if",
    not_for_summary: |count| if count == 1 { "See 1 case".to_owned() } else { format!("See {count} cases") },
    instead: "What you need: ",

    first_title: "You may need this too",
    first_text: "All in the same building.",
    first_paper: |paper| format!(", for {paper}"),
    first_more: |count| format!("{count} more"),

    source_title: "How we know",
    confidence: |confidence| match confidence {
        Confidence::High => "Confidence: high",
        Confidence::Medium => "Confidence: medium",
        Confidence::Low | Confidence::Unknown => "Confidence: low",
    },
    confidence_reason: |confidence| match confidence {
        Confidence::High => "We read it in the rules or in an official source.",
        Confidence::Medium => "Compiled from general knowledge of the rules.",
        Confidence::Low | Confidence::Unknown => "This is a plausible guess. Ask the agency before you come.",
    },
    evidence: |evidence, mall| match evidence {
        Evidence::MppPekanbaru => format!("A source names this service at {mall}."),
        Evidence::Agency => {
            format!("The agency offers it at its own office. No source names it at {mall} yet.")
        }
        Evidence::Unknown => format!("No source names this service at {mall} yet."),
    },
    unconfirmed: |tenant| format!("{tenant} has not checked this page yet."),
    read_source: |host| format!("Read it at {host}"),
    wrong_before: "Is something wrong? ",

    checklist_title: |count| match count {
        0 => "There is no paper to bring".to_owned(),
        1 => "Prepare 1 paper".to_owned(),
        count => format!("Prepare {count} papers"),
    },
    checklist_empty_text: "Just come at the time you book.",
    checklist_empty_walk_in: "Just come during opening hours.",
    checklist_text: "Made from your answers. Tick what is ready. The ticks stay on this device.",
    add: "Add to my visit",
    add_changed: "Update my visit",
    add_known: "This service is already in your visit.",
    news_added: |service| format!("{service} was added to your visit."),
    news_changed: |service| format!("{service} was updated in your visit."),
    for_whom: "Who is this service for?",
    person: |number| format!("Person {number}"),
    another_person: "Somebody else",
    people_max: |count| format!("One visit is for at most {count} people."),
    stops_max: |count| {
        format!("This visit already has {count} services, which is the limit. Book it, then plan a second visit.")
    },
    to_visit: "See my visit",
    print: "Print the list",
    printed: |mall, address, day| {
        format!("{mall}, {address}. As of {day}. Requirements await the agency's confirmation.")
    },
    change_answers: "Change answers",
    see_service: "Fee, steps and sources",

    stop_title: "Do not come to this counter yet",
    stop_answered: "You answered: ",
    stop_what: "What you need to do",
    stop_instead: "See this service",
    stop_same_building: "in the same building",
    stop_changed: "Is it different? ",
    stop_nothing_booked: ". Nothing is booked.",
    stop_other: "Need another service?",
    stop_to_list: "Find another service",
};

impl super::Texts {
    /// "jadi di hari yang sama", "jadi paling lama 3 hari kerja".
    #[must_use]
    pub fn ready_within(self, [_, promised]: [u32; 2]) -> String {
        match (self.language, promised) {
            (contract::Language::Id, 0) => "jadi di hari yang sama".to_owned(),
            (contract::Language::Id, days) => format!("jadi paling lama {days} hari kerja"),
            (contract::Language::En, 0) => "ready the same day".to_owned(),
            (contract::Language::En, 1) => "ready within 1 working day".to_owned(),
            (contract::Language::En, days) => format!("ready within {days} working days"),
        }
    }

    /// "Hari itu juga", "1 sampai 7 hari kerja": from a complete file to the product.
    #[must_use]
    pub fn ready_days(self, [fastest, promised]: [u32; 2]) -> String {
        match (self.language, fastest, promised) {
            (contract::Language::Id, 0, 0) => "Hari itu juga".to_owned(),
            (contract::Language::Id, 0, days) => format!("Bisa hari itu juga, paling lama {days} hari kerja"),
            (contract::Language::Id, from, to) if from == to => format!("{to} hari kerja"),
            (contract::Language::Id, from, to) => format!("{from} sampai {to} hari kerja"),
            (contract::Language::En, 0, 0) => "The same day".to_owned(),
            (contract::Language::En, 0, 1) => "The same day at best, within 1 working day".to_owned(),
            (contract::Language::En, 0, days) => format!("The same day at best, within {days} working days"),
            (contract::Language::En, 1, 1) => "1 working day".to_owned(),
            (contract::Language::En, from, to) if from == to => format!("{to} working days"),
            (contract::Language::En, from, to) => format!("{from} to {to} working days"),
        }
    }

    /// A fee in a list: "GRATIS", "Rp30.000", or that it depends.
    #[must_use]
    pub fn fee_short(self, fee: FeeKind, amount: Option<u64>) -> String {
        match (fee, amount) {
            (FeeKind::Free, _) => self.frame().free.to_owned(),
            (FeeKind::Fixed, Some(amount)) => self.rupiah(amount),
            (FeeKind::Table, _) => format!("{} {}", self.search().fee, self.search().fee_by_choice),
            _ => format!("{} {}", self.search().fee, self.search().fee_computed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::Language;

    #[test]
    fn promised_time_is_said_in_working_days() {
        let [id, en] = Language::ALL.map(crate::i18n::of);
        assert_eq!(id.ready_days([0, 0]), "Hari itu juga");
        assert_eq!(id.ready_days([1, 7]), "1 sampai 7 hari kerja");
        assert_eq!(en.ready_days([1, 1]), "1 working day");
        assert_eq!(id.ready_within([0, 1]), "jadi paling lama 1 hari kerja");
        assert_eq!(en.ready_within([0, 0]), "ready the same day");
    }

    #[test]
    fn a_number_of_questions_that_is_not_settled_says_at_most() {
        let id = crate::i18n::of(Language::Id);
        assert_eq!((id.question().question_number)(2, 3, 3), "pertanyaan 2 dari 3");
        assert_eq!((id.question().question_number)(1, 1, 4), "pertanyaan 1 dari paling banyak 4");
    }

    #[test]
    fn free_is_said_in_capitals() {
        let [id, en] = Language::ALL.map(crate::i18n::of);
        assert_eq!(id.fee_short(FeeKind::Free, None), "GRATIS");
        assert_eq!(en.fee_short(FeeKind::Free, None), "FREE");
        assert_eq!(id.fee_short(FeeKind::Fixed, Some(30_000)), "Rp30.000");
        assert_eq!(id.fee_short(FeeKind::Table, None), "Biaya menurut pilihan");
    }
}
