//! An agency.

use contract::index::TenantKind;

pub struct TenantTexts {
    pub back: &'static str,
    pub kind: fn(TenantKind) -> Option<&'static str>,
    pub search_in: fn(tenant: &str) -> String,
    pub services_title: fn(count: usize) -> String,
    pub where_title: &'static str,
    pub where_text: fn(mall: &str) -> String,
    pub hours_note: &'static str,
    pub unconfirmed_title: fn(tenant: &str) -> String,
    pub unconfirmed: fn(mall: &str) -> String,
}

pub static INDONESIAN: TenantTexts = TenantTexts {
    back: "Halaman awal",
    kind: |kind| match kind {
        TenantKind::City => Some("Dinas kota"),
        TenantKind::Province => Some("Dinas provinsi"),
        TenantKind::National => Some("Instansi pemerintah pusat"),
        TenantKind::StateOwned => Some("Badan usaha milik negara atau daerah"),
        TenantKind::Professional => Some("Organisasi profesi"),
        TenantKind::Unknown => None,
    },
    search_in: |tenant| format!("Cari di {tenant}"),
    services_title: |count| format!("{count} layanan"),
    where_title: "Tempat dan jam buka",
    where_text: |mall| format!("Di {mall}:"),
    hours_note: "Beberapa loket bisa punya jam sendiri. Jamnya tampak saat Anda memilih waktu.",
    unconfirmed_title: |tenant| format!("{tenant} belum memeriksa daftar ini."),
    unconfirmed: |mall| {
        format!("Keyakinan dan sumber ada di setiap layanan. Tanya petugas {mall} bila ada yang meragukan.")
    },
};

pub static ENGLISH: TenantTexts = TenantTexts {
    back: "Start page",
    kind: |kind| match kind {
        TenantKind::City => Some("City agency"),
        TenantKind::Province => Some("Provincial agency"),
        TenantKind::National => Some("National government agency"),
        TenantKind::StateOwned => Some("State-owned or city-owned company"),
        TenantKind::Professional => Some("Professional body"),
        TenantKind::Unknown => None,
    },
    search_in: |tenant| format!("Search in {tenant}"),
    services_title: |count| if count == 1 { "1 service".to_owned() } else { format!("{count} services") },
    where_title: "Where and when",
    where_text: |mall| format!("At {mall}:"),
    hours_note: "Some desks may keep hours of their own. You see them when you choose a time.",
    unconfirmed_title: |tenant| format!("{tenant} has not checked this list yet."),
    unconfirmed: |mall| {
        format!("Confidence and sources stand on each service. Ask the staff of {mall} if something looks wrong.")
    },
};
