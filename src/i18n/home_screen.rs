//! The app on the home screen: what is said to whoever installs it, and the invitation after the first ticket.

pub struct HomeScreenTexts {
    // In the manifest
    pub book: &'static str,
    /// Start page, checklist, ticket.
    pub screens: [&'static str; 3],
    // The invitation
    pub title: &'static str,
    pub text: &'static str,
    pub install: &'static str,
    pub guide: &'static str,
    /// Beside the pictures.
    pub steps: [&'static str; 3],
    /// The device keeps what the app has apart from what the browser has.
    pub guide_after: &'static str,
    pub no: &'static str,
    // What the device does with a ticket
    pub opens: &'static str,
    pub opens_not: &'static str,
    pub not_kept: &'static str,
}

pub static INDONESIAN: HomeScreenTexts = HomeScreenTexts {
    book: "Pesan kunjungan",
    screens: ["Cari layanan dengan kata sendiri", "Berkas yang perlu dibawa", "Tiket dengan kode dan QR"],
    title: "Taruh Loket di layar utama?",
    text: "Tiket lalu terbuka dengan satu sentuhan, juga tanpa internet. Gratis, tanpa toko aplikasi, dan hanya beberapa ratus kilobita.",
    install: "Pasang Loket",
    guide: "Lihat caranya",
    steps: [
        "Tekan tombol Bagikan di bilah bawah.",
        "Geser ke bawah, pilih Tambah ke Layar Utama.",
        "Tekan Tambah di kanan atas.",
    ],
    guide_after: "Aplikasi itu mulai kosong, karena iPhone memisahkannya dari Safari: buka tiket di sana sekali dengan kode dan NIK.",
    no: "Tidak, terima kasih",
    opens: "Tiket ini terbuka juga tanpa internet.",
    opens_not: "Bila nanti tidak ada internet, biarkan halaman ini terbuka, atau cetak tiketnya.",
    not_kept: "Ponsel ini tidak bisa menyimpan Loket, karena penyimpanannya penuh atau ditolak. Tiket hanya terbuka dengan internet: cetak, foto, atau catat kodenya.",
};

pub static ENGLISH: HomeScreenTexts = HomeScreenTexts {
    book: "Book a visit",
    screens: ["Find a service in your own words", "The papers to bring", "The ticket with its code and QR"],
    title: "Put Loket on the home screen?",
    text: "The ticket then opens with one tap, also without the internet. Free, without an app store, and only some hundred kilobytes.",
    install: "Install Loket",
    guide: "See how",
    steps: [
        "Tap the Share button in the bar below.",
        "Scroll down, choose Add to Home Screen.",
        "Tap Add at the top right.",
    ],
    guide_after: "That app starts empty, since the iPhone keeps it apart from Safari: open the ticket there once with its code and your NIK.",
    no: "No, thank you",
    opens: "This ticket also opens without the internet.",
    opens_not: "If you will be without the internet, leave this page open, or print the ticket.",
    not_kept: "This phone can't keep Loket, since its storage is full or refused. The ticket opens with the internet only: print it, take a picture, or write down the code.",
};
