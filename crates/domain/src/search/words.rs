//! Everyday words of Indonesian and English, as data. What only one city says belongs to its catalogue's keywords.

/// Said all the time, never telling one service from another. Sorted.
#[rustfmt::skip]
pub(super) const STOP: &[&str] = &[
    "a", "aja", "aku", "am", "an", "and", "anda", "apa", "apakah", "are", "at", "atau", "bagaimana", "banget", "be",
    "belum", "bisa", "blm", "bs", "can", "cara", "caranya", "could", "dalam", "dan", "dapat", "dapet", "dari",
    "dengan", "dgn", "di", "did", "dimana", "do", "does", "dong", "for", "from", "get", "getting", "gimana", "gmn",
    "got", "gua", "gue", "had", "has", "have", "help", "here", "how", "i", "in", "ingin", "ini", "is", "it", "its",
    "itu", "just", "kah", "kalau", "kalo", "kami", "ke", "kemarin", "kena", "kita", "kok", "lagi", "layanan", "like",
    "loket", "mana", "mau", "me", "mengurus", "minta", "mohon", "my", "need", "needs", "ngurus", "nih", "of", "on",
    "or", "our", "pada", "pengen", "pengurusan", "pingin", "please", "punya", "saja", "saya", "sekali", "sekarang",
    "selalu", "sering", "sih", "some", "sudah", "syarat", "tadi", "telah", "tentang", "terus", "that", "the", "this",
    "to", "tolong", "udah", "udh", "untuk", "urus", "utk", "want", "wants", "was", "we", "were", "what", "where",
    "with", "would", "ya", "yang", "yg", "you", "your",
];

/// What people want to do with almost everything: it tips the scales, and is not missed where a service lacks it.
/// The second part is what it hints at.
pub(super) const SOFT: &[(&str, &str)] = &[
    ("bikin", "baru pertama pendaftaran"),
    ("bikinin", "baru pertama pendaftaran"),
    ("buat", "baru pertama pendaftaran"),
    ("membuat", "baru pertama pendaftaran"),
    ("pembuatan", "baru pertama pendaftaran"),
    ("cetak", "cetak"),
    ("make", "new first"),
    ("apply", "new first"),
    ("create", "new first"),
    ("tidak", "tidak bermasalah gagal"),
    ("gak", "tidak bermasalah gagal"),
    ("nggak", "tidak bermasalah gagal"),
    ("ngga", "tidak bermasalah gagal"),
    ("ga", "tidak bermasalah gagal"),
    ("tak", "tidak bermasalah gagal"),
    ("buka", "buka membuka"),
    ("open", "open opening"),
    ("start", "start starting"),
    ("mulai", "membuka"),
    ("jadi", "jadi selesai"),
    ("beli", "beli"),
    ("buy", "buy"),
    ("hari", "hari"),
    ("day", "day"),
    ("kota", "kota"),
    ("city", "city"),
    ("pemko", "kota"),
    ("pemkot", "kota"),
    ("pemda", "daerah"),
    ("surat", "surat"),
    ("kartu", "kartu"),
    ("orang", "orang"),
    ("tua", "tua"),
    ("bapak", "keluarga"),
    ("ayah", "keluarga ayah"),
    ("papa", "keluarga"),
    ("ibu", "keluarga"),
    ("mama", "keluarga"),
    ("nenek", "keluarga"),
    ("kakek", "keluarga"),
    ("father", "family"),
    ("mother", "family"),
    ("parent", "family"),
    ("parents", "family"),
    ("grandmother", "family"),
    ("grandfather", "family"),
    ("pekanbaru", "pekanbaru"),
    ("mpp", "mpp"),
    ("kantor", "kantor"),
    ("office", "office"),
];

/// Other ways to spell: the second is read in place of the first.
pub(super) const SPELLINGS: &[(&str, &str)] = &[
    ("akte", "akta"),
    ("aktanya", "akta"),
    ("apotik", "apotek"),
    ("asuransi", "jaminan"),
    ("bener", "benar"),
    ("ektp", "ktp"),
    ("ktpel", "ktp"),
    ("foto", "foto"),
    ("ijin", "izin"),
    ("ijazah", "ijazah"),
    ("ilang", "hilang"),
    ("ilangin", "hilang"),
    ("ketilang", "tilang"),
    ("ditilang", "tilang"),
    ("jaksa", "kejaksaan"),
    ("kadaluarsa", "kedaluwarsa"),
    ("kadaluwarsa", "kedaluwarsa"),
    ("kwitansi", "kuitansi"),
    ("license", "licence"),
    ("materai", "meterai"),
    ("materei", "meterai"),
    ("meterei", "meterai"),
    ("nomer", "nomor"),
    ("pasport", "paspor"),
    ("passpor", "paspor"),
    ("plat", "pelat"),
    ("praktek", "praktik"),
    ("resiko", "risiko"),
    ("sertifikat", "sertipikat"),
    ("surat2", "surat"),
    ("telpon", "telepon"),
    ("tilpon", "telepon"),
];

/// Words that mean about the same, in both languages.
pub(super) const SAME: &[&str] = &[
    "hilang kehilangan lost stolen dicuri kecurian missing raib lenyap",
    "rusak damaged broken patah robek sobek retak basah pecah",
    "baru new first pertama",
    "perpanjangan perpanjang renewal renew extend extension habis expired kedaluwarsa",
    "pindah moving move relocate",
    "ganti penggantian replace replacement tukar change perubahan ubah",
    "ambil pengambilan collect collection pick",
    "bayar pembayaran pay payment setor",
    "cek check pengecekan periksa pemeriksaan inspection",
    "daftar pendaftaran register registration registrasi enrol join joining gabung sign enrolment",
    "koreksi perbaikan pembetulan correction correct fix salah keliru wrong",
    "pengaduan complaint complaints complain komplain keluhan lapor ngadu protes",
    "informasi info information",
    "konsultasi advice consultation tanya ask",
    "izin permit licence license perizinan",
    "meninggal wafat died death kematian mati dead passed",
    "lahir kelahiran birth born newborn bayi baby",
    "anak child children kid",
    "nikah menikah perkawinan kawin pernikahan marriage married marry wedding",
    "cerai perceraian divorce divorced bercerai",
    "ktp id identity identitas",
    "kk family",
    "paspor passport",
    "motor sepeda motorcycle motorbike",
    "mobil car",
    "kendaraan vehicle motor mobil",
    "sim driving",
    "pajak tax",
    "rumah house home",
    "tanah land",
    "bangunan building gedung bangun build",
    "usaha business bisnis dagang jualan jual berjualan toko warung shop",
    "makanan food pangan kue snack jajanan cemilan camilan katering",
    "muslim islam agama religious",
    "perusahaan company pt cv badan",
    "kecil small mikro umkm micro",
    "restoran restaurant cafe kafe makan warung resto",
    "salon barber barbershop pangkas cukur",
    "obat drug medicine",
    "dokter doctor",
    "perawat nurse",
    "bidan midwife",
    "gigi dentist",
    "apoteker pharmacist",
    "apotek pharmacy",
    "rekening account tabungan savings",
    "uang money cash tunai duit",
    "pinjaman kredit loan credit pinjam modal",
    "kirim send kiriman ship",
    "paket parcel package",
    "listrik electricity electric power",
    "air water",
    "tagihan bill bills",
    "tunggakan nunggak arrears menunggak",
    "pensiun pension retirement pensiunan retire",
    "janda widow duda widower",
    "kerja work job pekerjaan",
    "kecelakaan accident",
    "asing foreigner foreign wna bule expat foreigners",
    "polisi police kepolisian",
    "pengadilan court",
    "hukum legal law pengacara lawyer advokat",
    "gratis free cuma",
    "miskin poor tidak mampu",
    "sekolah school",
    "kebakaran fire api",
    "narkoba drug drugs",
    "kesehatan health",
    "haji hajj hajji",
    "warisan waris inheritance",
    "akta certificate deed",
    "pribadi personal perorangan perseorangan individual",
    "lupa forgot forgotten lost",
    "password sandi login masuk",
    "penyedia supplier vendor rekanan",
    "tilang ticket fine",
    "pelat plate",
    "telepon ponsel hp phone handphone",
    "karyawan pegawai employee employees staff",
    "pns asn",
    "suami istri spouse husband wife",
    "aktivasi aktifkan activate reactivate reactivation aktif",
    "batal pembatalan cancel cancellation",
    "tutup pencabutan penonaktifan penghapusan close",
    "naik tambah upgrade more",
    "tambah penambahan add adding",
    "turun kurang pengurangan lower reduction",
    "penelitian riset research skripsi",
    "warga kewarganegaraan citizen citizenship",
];

/// Words that may be meant by another, one way only.
pub(super) const MEANT: &[(&str, &str)] = &[
    ("mati", "perpanjangan penggantian kembali tahunan"),
    ("nunggak", "tunggakan cicil"),
    ("cairkan", "klaim"),
    ("pencairan", "klaim"),
    ("withdraw", "claim"),
    ("dipecat", "phk"),
    ("adopt", "adoption pengangkatan"),
    ("adopsi", "pengangkatan"),
    ("ekspor", "export"),
    ("cap", "pengesahan"),
    ("online", "daring"),
    ("bpjstk", "ketenagakerjaan"),
    ("ojol", "mandiri bpu"),
    ("tk", "ketenagakerjaan tenaga"),
    ("istri", "keluarga anggota"),
    ("suami", "keluarga anggota janda"),
    ("wages", "dismissal"),
];

/// Old names, and names of several words: what is read beside the words themselves.
pub(super) const NAMES: &[(&str, &str)] = &[
    ("surat kelakuan baik", "skck"),
    ("kelakuan baik", "skck"),
    ("skkb", "skck"),
    ("police check", "skck police"),
    ("police clearance", "skck police"),
    ("kartu kuning", "ak1"),
    ("kartu keluarga", "kk"),
    ("family card", "kk"),
    ("kartu tanda penduduk", "ktp"),
    ("id card", "ktp"),
    ("identity card", "ktp"),
    ("ktp anak", "kia"),
    ("catatan sipil", "disdukcapil nonmuslim"),
    ("capil", "disdukcapil"),
    ("dukcapil", "disdukcapil"),
    ("dispenda", "bapenda"),
    ("depnaker", "disnaker"),
    ("depag", "kemenag"),
    ("kua", "kemenag nikah"),
    ("ijab", "akad nikah"),
    ("ijab kabul", "akad nikah"),
    ("ijab qabul", "akad nikah"),
    ("jamsostek", "ketenagakerjaan"),
    ("askes", "kesehatan"),
    ("bank riau", "brk"),
    ("ptsp", "dpmptsp"),
    ("pemadam", "damkar"),
    ("imb", "pbg"),
    ("building permit", "pbg"),
    ("siup", "nib"),
    ("tdp", "nib"),
    ("siujk", "konstruksi"),
    ("tki", "migran"),
    ("tkw", "migran"),
    ("kis", "pbi"),
    ("jamkesmas", "pbi"),
    ("driving licence", "sim"),
    ("driving license", "sim"),
    ("driver licence", "sim"),
    ("driver license", "sim"),
    ("sim card", "sim telkomsel"),
    ("tax number", "npwp"),
    ("tax return", "spt"),
    ("number plate", "pelat plate stnk"),
    ("pdam", "air"),
];

/// Every single word of the tables, so that slips in them are mended too.
pub(super) fn all() -> impl Iterator<Item = &'static str> {
    let pairs = SOFT.iter().chain(SPELLINGS).chain(MEANT).chain(NAMES).map(|(typed, _)| *typed);
    pairs.chain(SAME.iter().copied()).flat_map(|words| words.split(' '))
}

#[cfg(test)]
mod tests {
    use super::super::normalise::words;
    use super::*;

    #[test]
    fn the_words_that_are_left_out_are_sorted_for_the_search_by_halves() {
        assert!(STOP.is_sorted_by(|one, other| one < other));
    }

    #[test]
    fn all_words_are_written_as_they_are_read() {
        let meanings = SOFT.iter().chain(SPELLINGS).chain(MEANT).chain(NAMES).flat_map(|(_, read)| read.split(' '));
        for word in all().chain(meanings).chain(STOP.iter().copied()) {
            let read = words(word);
            assert!(read.len() == 1 && read[0].text == word, "{word:?} is read as {read:?}");
        }
    }

    #[test]
    fn no_word_is_both_left_out_and_listed() {
        for (word, _) in SOFT.iter().chain(SPELLINGS).chain(MEANT) {
            assert!(!STOP.contains(word), "{word}");
        }
    }
}
