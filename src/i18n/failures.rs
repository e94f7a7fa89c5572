//! What went wrong, in words: refusals by their closed codes, and a server that can't be reached.

use contract::{FaultCode, ProblemCode};

use crate::api::ApiError;

pub struct FailureTexts {
    pub title: &'static str,
    pub unreachable: &'static str,
    pub timed_out: &'static str,
    pub strange: &'static str,
    pub problem: fn(ProblemCode) -> &'static str,
    /// A field's fault where no page has a better sentence.
    pub fault: fn(FaultCode) -> &'static str,
}

impl FailureTexts {
    /// One or two sentences.
    #[must_use]
    pub fn sentence(&self, error: &ApiError) -> &'static str {
        match error {
            ApiError::Refused(problem) => (self.problem)(problem.code),
            ApiError::Unreachable => self.unreachable,
            ApiError::TimedOut => self.timed_out,
            ApiError::Strange => self.strange,
        }
    }
}

pub static INDONESIAN: FailureTexts = FailureTexts {
    title: "Halaman ini belum bisa dibuka",
    unreachable: "Jaringan terputus atau server sibuk. Isian Anda tidak hilang.",
    timed_out: "Jaringan terlalu lambat. Isian Anda tidak hilang.",
    strange: "Jawaban server tidak bisa dibaca. Isian Anda tidak hilang. Coba lagi sebentar lagi.",
    problem: |code| match code {
        ProblemCode::MalformedBody
        | ProblemCode::MalformedRequest
        | ProblemCode::UnsupportedMediaType
        | ProblemCode::BodyTooLarge
        | ProblemCode::MethodNotAllowed => {
            "Permintaan ini tidak bisa dibaca server. Muat ulang halaman, lalu coba lagi."
        }
        ProblemCode::SecretMissing => "Tautan tiket tidak lengkap. Buka lagi dengan kode dan NIK.",
        ProblemCode::NotFound => "Tidak ada di sini. Periksa kode atau tautannya.",
        ProblemCode::WindowFull => "Tempat itu baru saja diambil orang lain. Pilih jam lain.",
        ProblemCode::HoldEnded => "Waktu simpan sudah habis. Pilih jam lagi. Isian Anda tetap ada.",
        ProblemCode::WindowGone => {
            "Jam yang Anda pilih sudah tidak ada, karena hari atau jam buka berubah. Pilih jam lain."
        }
        ProblemCode::ServiceGone => "Layanan ini sudah tidak ada di sini.",
        ProblemCode::AlreadyExtended => "Waktu simpan hanya bisa ditambah satu kali.",
        ProblemCode::AlreadyBooked => "Kunjungan ini sudah terpesan. Lihat di Kunjungan saya.",
        ProblemCode::LiveStopExists => {
            "Orang ini sudah punya kunjungan untuk layanan yang sama. Batalkan dulu yang lama, atau tanya petugas."
        }
        ProblemCode::TooLate => "Sudah terlambat untuk itu. Hubungi petugas di loket.",
        ProblemCode::NotBooked => "Kunjungan ini sudah tidak berlaku.",
        ProblemCode::KeyInFlight => "Pesanan Anda sedang diproses. Tunggu sebentar, lalu coba lagi.",
        ProblemCode::InvalidInput => "Ada isian yang perlu diperbaiki.",
        ProblemCode::KeyReused => "Isian berubah setelah dikirim. Coba kirim lagi.",
        ProblemCode::TooManyTries => "Terlalu banyak percobaan. Tunggu satu jam, atau tanya petugas.",
        ProblemCode::TooManyHolds => {
            "Terlalu banyak tempat sedang disimpan dan belum dipesan. Coba lagi beberapa menit lagi."
        }
        ProblemCode::Busy => "Server sedang ramai. Tunggu sebentar, lalu coba lagi.",
        ProblemCode::Unknown => "Ada yang salah di pihak kami. Isian Anda tidak hilang. Coba lagi sebentar lagi.",
    },
    fault: |code| match code {
        FaultCode::Missing | FaultCode::TooFew => "Ini harus diisi.",
        FaultCode::Malformed | FaultCode::UnknownField | FaultCode::Unknown => "Isian ini tidak bisa dibaca.",
        FaultCode::WrongLength => "Panjangnya tidak sesuai.",
        FaultCode::TooLong => "Isian ini terlalu panjang.",
        FaultCode::ControlCharacters => "Ada tanda yang tidak terlihat. Ketik ulang.",
        FaultCode::UnknownReference => "Ini sudah tidak ada di daftar.",
        FaultCode::TooMany => "Ini melebihi batas.",
        FaultCode::Duplicate => "Ini tercantum dua kali.",
        FaultCode::PersonGap => "Ada orang tanpa layanan.",
        FaultCode::RegionUnknown => "Enam angka pertama NIK bukan kode wilayah.",
        FaultCode::DateImpossible => "Tanggal lahir di dalam NIK tidak mungkin.",
        FaultCode::SerialZero => "Empat angka terakhir NIK tidak mungkin 0000.",
        FaultCode::ParentUnknown => "Pilih orang tua yang ikut datang dan punya NIK atau paspor.",
        FaultCode::WrongDesk => "Layanan ini sudah pindah loket. Pilih jam lagi.",
        FaultCode::WalkInOnly => "Loket ini hanya untuk yang datang langsung.",
        FaultCode::InThePast => "Jam ini sudah lewat.",
        FaultCode::TooLate => "Jam ini sudah terlalu dekat untuk dipesan.",
        FaultCode::OutsideHours => "Loket tidak buka pada jam ini.",
        FaultCode::DayClosed => "Hari ini tutup.",
        FaultCode::BeyondHorizon | FaultCode::NotReleased => "Hari ini belum dibuka untuk dipesan.",
        FaultCode::OtherDay => "Semua layanan harus pada hari yang sama.",
        FaultCode::Full => "Jam ini baru saja penuh.",
        FaultCode::NotReachable => "Waktunya terlalu rapat dengan layanan sebelumnya.",
        FaultCode::NotObtainable => "Berkas ini tidak selesai pada hari yang sama.",
        FaultCode::AnswersIncomplete => "Ada pertanyaan layanan yang belum dijawab.",
        FaultCode::AnswersStop => "Dengan jawaban ini, jangan datang dulu.",
        FaultCode::LiveStopExists => "Orang ini sudah punya kunjungan untuk layanan yang sama.",
    },
};

pub static ENGLISH: FailureTexts = FailureTexts {
    title: "This page can't be opened yet",
    unreachable: "The network is down or the server is busy. Nothing you typed is lost.",
    timed_out: "The network is too slow. Nothing you typed is lost.",
    strange: "The server's answer can't be read. Nothing you typed is lost. Try again in a moment.",
    problem: |code| match code {
        ProblemCode::MalformedBody
        | ProblemCode::MalformedRequest
        | ProblemCode::UnsupportedMediaType
        | ProblemCode::BodyTooLarge
        | ProblemCode::MethodNotAllowed => "The server can't read this request. Reload the page, then try again.",
        ProblemCode::SecretMissing => "The ticket's link is incomplete. Open it with code and NIK.",
        ProblemCode::NotFound => "There is nothing here. Check the code or the link.",
        ProblemCode::WindowFull => "Somebody has just taken that place. Choose another time.",
        ProblemCode::HoldEnded => "Your places are no longer kept. Choose a time again. Nothing you typed is lost.",
        ProblemCode::WindowGone => {
            "The time you chose is not there any more, since opening days or hours changed. Choose another time."
        }
        ProblemCode::ServiceGone => "This service is not offered here any more.",
        ProblemCode::AlreadyExtended => "The time can be extended only once.",
        ProblemCode::AlreadyBooked => "This visit is booked already. See My visits.",
        ProblemCode::LiveStopExists => {
            "This person already has a visit for the same service. Cancel that one first, or ask the staff."
        }
        ProblemCode::TooLate => "It is too late for that. Ask the staff at the counter.",
        ProblemCode::NotBooked => "This visit is no longer valid.",
        ProblemCode::KeyInFlight => "Your visit is being booked. Wait a moment, then try again.",
        ProblemCode::InvalidInput => "Something needs to be corrected.",
        ProblemCode::KeyReused => "What you typed changed after it was sent. Send it again.",
        ProblemCode::TooManyTries => "Too many tries. Wait an hour, or ask the staff.",
        ProblemCode::TooManyHolds => "Too many places are being held and not yet booked. Try again in a few minutes.",
        ProblemCode::Busy => "The server is busy. Wait a moment, then try again.",
        ProblemCode::Unknown => "Something went wrong on our side. Nothing you typed is lost. Try again in a moment.",
    },
    fault: |code| match code {
        FaultCode::Missing | FaultCode::TooFew => "This must be filled in.",
        FaultCode::Malformed | FaultCode::UnknownField | FaultCode::Unknown => "This can't be read.",
        FaultCode::WrongLength => "The length is not right.",
        FaultCode::TooLong => "This is too long.",
        FaultCode::ControlCharacters => "There is an invisible character in it. Type it again.",
        FaultCode::UnknownReference => "This is no longer on the list.",
        FaultCode::TooMany => "This is over the limit.",
        FaultCode::Duplicate => "This stands there twice.",
        FaultCode::PersonGap => "Somebody has no service.",
        FaultCode::RegionUnknown => "The first six digits of the NIK are no region.",
        FaultCode::DateImpossible => "The date of birth in the NIK is impossible.",
        FaultCode::SerialZero => "The last four digits of a NIK can't be 0000.",
        FaultCode::ParentUnknown => "Choose a parent who comes along and has a NIK or passport.",
        FaultCode::WrongDesk => "This service has moved to another desk. Choose a time again.",
        FaultCode::WalkInOnly => "This desk takes walk-ins only.",
        FaultCode::InThePast => "This time has passed.",
        FaultCode::TooLate => "This time is too close to be booked.",
        FaultCode::OutsideHours => "The desk is not open at this time.",
        FaultCode::DayClosed => "This day is closed.",
        FaultCode::BeyondHorizon | FaultCode::NotReleased => "This day is not open for booking yet.",
        FaultCode::OtherDay => "All services must be on the same day.",
        FaultCode::Full => "This time has just filled up.",
        FaultCode::NotReachable => "This time is too close to the service before it.",
        FaultCode::NotObtainable => "This paper is not ready the same day.",
        FaultCode::AnswersIncomplete => "A question of this service is not answered yet.",
        FaultCode::AnswersStop => "With these answers, do not come yet.",
        FaultCode::LiveStopExists => "This person already has a visit for the same service.",
    },
};
