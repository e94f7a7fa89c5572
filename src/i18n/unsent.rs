//! What was sent and not answered.

pub struct UnsentTexts {
    pub title: &'static str,
    pub text: &'static str,
}

pub static INDONESIAN: UnsentTexts = UnsentTexts {
    title: "Belum terkirim",
    text: "Begitu jaringan kembali, kami kirim lagi dari halaman ini. Atau tekan tombolnya lagi: tidak akan tercatat dua kali.",
};

pub static ENGLISH: UnsentTexts = UnsentTexts {
    title: "Not sent yet",
    text: "As soon as the network is back, this page sends it again. Or press the button again: it will not count twice.",
};
