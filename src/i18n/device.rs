//! What the device says above every page: no line, a copy, a newer release.

pub struct DeviceTexts {
    pub label: &'static str,
    pub newer_title: &'static str,
    pub newer_text: &'static str,
    pub newer_load: &'static str,
    pub offline_title: &'static str,
    pub offline_text: &'static str,
    pub copy_title: &'static str,
    /// How old what is shown is.
    pub renewed: fn(day: &str, time: &str) -> String,
}

pub static INDONESIAN: DeviceTexts = DeviceTexts {
    label: "Sambungan",
    newer_title: "Ada versi baru Loket.",
    newer_text: "Isian Anda tidak hilang bila dimuat sekarang.",
    newer_load: "Muat versi baru",
    offline_title: "Tidak ada jaringan.",
    offline_text: "Layanan, berkas, dan tiket di ponsel ini tetap bisa dibuka. Memilih jam dan memesan perlu jaringan.",
    copy_title: "Belum tersambung ke server.",
    renewed: |day, time| format!("Isinya diperbarui {day} pukul {time}."),
};

pub static ENGLISH: DeviceTexts = DeviceTexts {
    label: "Connection",
    newer_title: "There is a new version of Loket.",
    newer_text: "Nothing you typed is lost if you load it now.",
    newer_load: "Load the new version",
    offline_title: "There is no network.",
    offline_text: "Services, papers and tickets on this phone still open. Choosing a time and booking need the network.",
    copy_title: "There is no connection to the server.",
    renewed: |day, time| format!("Last updated {day} at {time}."),
};
