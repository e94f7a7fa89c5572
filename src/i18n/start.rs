//! The start page.

pub struct StartTexts {
    pub heading: &'static str,
    pub search_label: &'static str,
    pub description: fn(tenants: usize, services: usize) -> String,
}

pub const INDONESIAN: StartTexts = StartTexts {
    heading: "Mau urus apa hari ini?",
    search_label: "Tulis dengan kata Anda sendiri",
    description: |tenants, services| {
        format!(
            "Cari {services} layanan dari {tenants} instansi, siapkan berkas Anda, dan pesan jam datang. Gratis, tanpa akun."
        )
    },
};

pub const ENGLISH: StartTexts = StartTexts {
    heading: "What do you need today?",
    search_label: "Write it in your own words",
    description: |tenants, services| {
        format!(
            "Find {services} services of {tenants} agencies, prepare your papers, and book a time to come. Free, without an account."
        )
    },
};
