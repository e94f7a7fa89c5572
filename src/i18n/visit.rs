//! The visit being planned: people, services, papers, fees; and the steps of booking.

use contract::service::FeeKind;

pub struct VisitTexts {
    pub title: &'static str,
    /// Papers, time, people, check.
    pub steps: [&'static str; 4],
    pub step: fn(number: usize) -> String,
    pub step_done: &'static str,
    pub summary: fn(people: usize, services: usize, tenants: usize) -> String,
    pub minutes: fn(u32) -> String,
    /// Minutes at the counters, all together.
    pub minutes_in_all: fn(u32) -> String,
    /// Before a name was typed.
    pub person: fn(number: usize) -> String,
    pub after_stop: fn(number: usize) -> String,
    pub change: &'static str,
    pub change_of: fn(service: &str) -> String,
    pub change_answers: &'static str,
    pub move_to: fn(person: &str) -> String,
    pub move_to_new: &'static str,
    pub remove: &'static str,
    pub remove_person: fn(person: &str) -> String,
    pub add_service: &'static str,
    pub add_person: &'static str,
    pub no_service: &'static str,
    pub stops_max: fn(usize) -> String,
    pub people_max: fn(usize) -> String,
    pub bring: fn(usize) -> String,
    pub bring_once: &'static str,
    pub not_to_bring: &'static str,
    /// "kartu sidik jari, Fadli menerimanya di layanan 1".
    pub got_at: fn(paper: &str, number: usize) -> String,
    pub offers_title: &'static str,
    pub offers_text: &'static str,
    pub offer: fn(paper: &str, number: usize) -> String,
    pub offer_for: fn(number: usize, service: &str) -> String,
    /// `days`: 0 where it is ready the same day, at a desk that can't be booked.
    pub too_slow: fn(paper: &str, issuer: &str, days: u32, wanting: &str) -> String,
    pub put_off: fn(service: &str) -> String,
    pub later_title: &'static str,
    pub later_text: &'static str,
    pub bring_back: &'static str,
    /// A paper of the visit before, and the day on which it is ready at the latest.
    pub awaited: fn(paper: &str, day: &str) -> String,
    pub awaited_text: &'static str,
    /// That day can't be booked before.
    pub awaited_opens: fn(when: &str) -> String,
    pub apart: &'static str,
    pub apart_hint: &'static str,
    pub fees_title: &'static str,
    pub fees_only_for: fn(services: &str) -> String,
    pub fee_other: fn(service: &str, kind: FeeKind) -> String,
    pub fee_tag: fn(FeeKind) -> &'static str,
    pub walk_in: &'static str,
    pub walk_in_text: fn(services: &str) -> String,
    pub all_walk_in: &'static str,
    pub choose_time: &'static str,
    pub to_held: &'static str,
    pub start_over: &'static str,
    pub start_over_question: &'static str,
    pub start_over_text: &'static str,
    pub start_over_yes: &'static str,
    pub start_over_no: &'static str,
    pub empty_title: &'static str,
    pub empty_text: &'static str,
    pub booked_title: &'static str,
    pub to_ticket: &'static str,
    pub find_service: &'static str,
    pub news_removed: fn(service: &str) -> String,
    pub news_moved: fn(service: &str, person: &str) -> String,
    pub news_back: fn(service: &str) -> String,
    pub news_person: &'static str,
    pub news_emptied: &'static str,
    pub news_put_off: fn(service: &str) -> String,
    pub and: &'static str,
}

impl super::Texts {
    /// "Fadli, Siti dan Bayi".
    #[must_use]
    pub fn list(self, names: &[String]) -> String {
        match names {
            [] => String::new(),
            [one] => one.clone(),
            [all @ .., last] => format!("{} {} {last}", all.join(", "), self.visit().and),
        }
    }
}

pub static INDONESIAN: VisitTexts = VisitTexts {
    title: "Rencana kunjungan",
    steps: ["Berkas", "Waktu", "Data", "Periksa"],
    step: |number| format!("Langkah {number} dari 4"),
    step_done: " (selesai)",
    summary: |people, services, tenants| format!("{people} orang, {services} layanan, {tenants} instansi."),
    minutes: |minutes| format!("{minutes} menit"),
    minutes_in_all: |minutes| format!("Sekitar {minutes} menit di loket."),
    person: |number| format!("Orang {number}"),
    after_stop: |number| format!("Setelah no. {number}"),
    change: "Ubah",
    change_of: |service| format!(" {service}"),
    change_answers: "Ubah jawaban",
    move_to: |person| format!("Pindahkan ke {person}"),
    move_to_new: "Pindahkan ke orang lain",
    remove: "Hapus layanan",
    remove_person: |person| format!("Hapus {person}"),
    add_service: "Tambah layanan",
    add_person: "Tambah orang",
    no_service: "Belum ada layanan untuk orang ini. Tambah layanan, lalu pilih untuk siapa.",
    stops_max: |max| format!("Satu kunjungan paling banyak {max} layanan."),
    people_max: |max| format!("Satu kunjungan paling banyak {max} orang."),
    bring: |count| match count {
        0 => "Tidak ada berkas yang harus dibawa".to_owned(),
        count => format!("Bawa {count} berkas, sekali saja"),
    },
    bring_once: "Berkas yang sama untuk beberapa layanan kami hitung satu kali.",
    not_to_bring: "Tidak perlu dibawa: ",
    got_at: |paper, number| format!("{paper}, didapat di layanan {number}"),
    offers_title: "Bisa didapat di kunjungan ini",
    offers_text: "Centang bila Anda belum punya berkasnya. Layanan itu kami taruh lebih dulu.",
    offer: |paper, number| format!("{paper}: saya dapat di layanan {number}"),
    offer_for: |number, service| format!("Untuk layanan {number}, {service}."),
    too_slow: |paper, issuer, days, wanting| match days {
        0 => format!(
            "{paper} dari {issuer} jadi hari itu juga, tetapi loketnya hanya untuk yang datang langsung. Untuk {wanting}, ambil dulu di sana, atau bawa yang sudah ada."
        ),
        days => format!(
            "{paper} dari {issuer} baru jadi paling lama {days} hari kerja. Untuk {wanting}, bawa yang sudah ada, atau datang lagi setelah jadi."
        ),
    },
    put_off: |service| format!("Tunda {service} ke kunjungan kedua"),
    later_title: "Untuk kunjungan kedua",
    later_text: "Kami simpan di sini. Setelah kunjungan ini terpesan, layanan ini menunggu di rencana berikutnya.",
    bring_back: "Kembalikan",
    awaited: |paper, day| format!("{paper} dari kunjungan pertama jadi paling lama {day}."),
    awaited_text: "Datanglah mulai hari itu. Hari yang lebih awal hanya bila berkasnya sudah di tangan.",
    awaited_opens: |when| format!("Hari itu baru bisa dipesan mulai {when}."),
    apart: "Boleh berpencar",
    apart_hint: "Orang dewasa mengurus layanannya sendiri-sendiri, jadi lebih cepat selesai. Anak tetap bersama orang tuanya.",
    fees_title: "Biaya resmi",
    fees_only_for: |services| format!("Hanya untuk {services}."),
    fee_other: |service, kind| match kind {
        FeeKind::Table => format!("{service}: menurut pilihan, lihat daftarnya."),
        FeeKind::Formula => format!("{service}: dihitung oleh instansi."),
        FeeKind::Free | FeeKind::Fixed | FeeKind::Unknown => format!("{service}: tanya di loket."),
    },
    fee_tag: |kind| match kind {
        FeeKind::Free => "GRATIS",
        FeeKind::Table => "Biaya menurut pilihan",
        FeeKind::Formula => "Biaya dihitung instansi",
        FeeKind::Fixed | FeeKind::Unknown => "Biaya ditanyakan di loket",
    },
    walk_in: "Datang langsung",
    walk_in_text: |services| format!("{services}: loketnya hanya untuk yang datang langsung. Ambil nomor di MPP."),
    all_walk_in: "Semua layanan ini tidak perlu dipesan. Datang langsung pada jam buka.",
    choose_time: "Pilih hari dan jam",
    to_held: "Lanjut mengisi data",
    start_over: "Kosongkan rencana",
    start_over_question: "Kosongkan rencana ini?",
    start_over_text: "Semua layanan dan nama di rencana ini dihapus dari ponsel ini. Kunjungan yang sudah terpesan tetap berlaku.",
    start_over_yes: "Ya, kosongkan",
    start_over_no: "Tidak, simpan",
    empty_title: "Belum ada layanan",
    empty_text: "Cari layanan, lalu tambahkan ke kunjungan Anda.",
    booked_title: "Kunjungan sudah dipesan",
    to_ticket: "Lihat tiket",
    find_service: "Cari layanan",
    news_removed: |service| format!("{service} dihapus dari rencana."),
    news_moved: |service, person| format!("{service} sekarang untuk {person}."),
    news_back: |service| format!("{service} kembali di kunjungan ini."),
    news_emptied: "Rencana sudah dikosongkan.",
    news_person: "Orang ditambahkan. Sekarang tambah layanan untuk orang ini.",
    news_put_off: |service| format!("{service} ditunda ke kunjungan kedua."),
    and: "dan",
};

pub static ENGLISH: VisitTexts = VisitTexts {
    title: "Your visit plan",
    steps: ["Papers", "Time", "People", "Check"],
    step: |number| format!("Step {number} of 4"),
    step_done: " (done)",
    summary: |people, services, tenants| {
        format!(
            "{}, {}, {}.",
            count(people, "person", "people"),
            count(services, "service", "services"),
            count(tenants, "agency", "agencies")
        )
    },
    minutes: |minutes| format!("{minutes} minutes"),
    minutes_in_all: |minutes| format!("About {minutes} minutes at the counters."),
    person: |number| format!("Person {number}"),
    after_stop: |number| format!("After no. {number}"),
    change: "Change",
    change_of: |service| format!(" {service}"),
    change_answers: "Change the answers",
    move_to: |person| format!("Give it to {person}"),
    move_to_new: "Give it to someone else",
    remove: "Remove this service",
    remove_person: |person| format!("Remove {person}"),
    add_service: "Add a service",
    add_person: "Add a person",
    no_service: "No service for this person yet. Add a service, then choose for whom.",
    stops_max: |max| format!("One visit takes at most {max} services."),
    people_max: |max| format!("One visit takes at most {max} people."),
    bring: |papers| match papers {
        0 => "No papers to bring".to_owned(),
        papers => format!("Bring {}, once only", count(papers, "paper", "papers")),
    },
    bring_once: "The same paper for several services is counted once.",
    not_to_bring: "Nothing to bring: ",
    got_at: |paper, number| format!("{paper}, you get it at service {number}"),
    offers_title: "You can get this on the way",
    offers_text: "Tick it if you do not have the paper yet. That service will then come first.",
    offer: |paper, number| format!("{paper}: I get it at service {number}"),
    offer_for: |number, service| format!("For service {number}, {service}."),
    too_slow: |paper, issuer, days, wanting| match days {
        0 => format!(
            "{paper} from {issuer} is ready the same day, but that counter takes walk-ins only. For {wanting}, get it there first, or bring the one you have."
        ),
        days => format!(
            "{paper} from {issuer} takes up to {}. For {wanting}, bring the one you have, or come again when it is ready.",
            count(days as usize, "working day", "working days")
        ),
    },
    put_off: |service| format!("Leave {service} for a second visit"),
    later_title: "For a second visit",
    later_text: "Kept here. Once this visit is booked, it waits in your next plan.",
    bring_back: "Bring back",
    awaited: |paper, day| format!("{paper} from your first visit is ready on {day} at the latest."),
    awaited_text: "Come on that day or later. Choose an earlier day only if you have the paper in hand.",
    awaited_opens: |when| format!("That day can be booked from {when} on."),
    apart: "We may split up",
    apart_hint: "Adults go to their own counters, so it takes less time. A child stays with its parent.",
    fees_title: "Official fees",
    fees_only_for: |services| format!("Only for {services}."),
    fee_other: |service, kind| match kind {
        FeeKind::Table => format!("{service}: depends on what you choose, see its list."),
        FeeKind::Formula => format!("{service}: worked out by the agency."),
        FeeKind::Free | FeeKind::Fixed | FeeKind::Unknown => format!("{service}: ask at the counter."),
    },
    fee_tag: |kind| match kind {
        FeeKind::Free => "FREE",
        FeeKind::Table => "Fee depends on your choice",
        FeeKind::Formula => "Fee worked out by the agency",
        FeeKind::Fixed | FeeKind::Unknown => "Ask the fee at the counter",
    },
    walk_in: "Walk-in only",
    walk_in_text: |services| format!("{services}: this counter takes walk-ins only. Take a number at the mall."),
    all_walk_in: "None of these services needs booking. Just come during opening hours.",
    choose_time: "Choose day and time",
    to_held: "Go on to names",
    start_over: "Empty the plan",
    start_over_question: "Empty this plan?",
    start_over_text: "All services and names of this plan are removed from this phone. Visits that are booked stay booked.",
    start_over_yes: "Yes, empty it",
    start_over_no: "No, keep it",
    empty_title: "No service yet",
    empty_text: "Find a service, then add it to your visit.",
    booked_title: "Your visit is booked",
    to_ticket: "See the ticket",
    find_service: "Find a service",
    news_removed: |service| format!("{service} was removed from the plan."),
    news_moved: |service, person| format!("{service} is now for {person}."),
    news_back: |service| format!("{service} is back in this visit."),
    news_emptied: "The plan is empty now.",
    news_person: "A person was added. Now add a service for them.",
    news_put_off: |service| format!("{service} was left for a second visit."),
    and: "and",
};

/// "1 service", "3 services".
fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use contract::Language;

    #[test]
    fn names_are_listed_as_one_says_them() {
        let [id, en] = Language::ALL.map(crate::i18n::of);
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(id.list(&names(&["Fadli"])), "Fadli");
        assert_eq!(id.list(&names(&["Fadli", "Siti"])), "Fadli dan Siti");
        assert_eq!(en.list(&names(&["Fadli", "Siti", "Bayi"])), "Fadli, Siti and Bayi");
    }

    #[test]
    fn one_is_not_many_in_english() {
        let en = crate::i18n::of(Language::En);
        assert_eq!((en.visit().summary)(1, 2, 1), "1 person, 2 services, 1 agency.");
    }

    #[test]
    fn a_paper_of_a_walk_in_desk_does_not_take_no_days() {
        let [id, en] = Language::ALL.map(crate::i18n::of);
        let said = (id.visit().too_slow)("Kartu AK-1", "AK-1 baru", 0, "Pelatihan");
        assert!(said.starts_with("Kartu AK-1 dari AK-1 baru jadi hari itu juga, tetapi loketnya hanya"), "{said}");
        assert!(!(en.visit().too_slow)("AK-1", "AK-1", 0, "Training").contains("0 working days"));
        assert!((en.visit().too_slow)("AK-1", "AK-1", 1, "Training").contains("up to 1 working day."));
    }
}
