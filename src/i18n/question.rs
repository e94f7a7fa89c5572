//! The questions of a service, one at a time, and the answers given so far; two services in one visit.

pub struct QuestionTexts {
    /// "pertanyaan 2 dari 3"; where the number is not settled yet: "dari paling banyak 4".
    pub question_number: fn(number: usize, fewest: usize, most: usize) -> String,
    pub question_change: &'static str,
    pub next: &'static str,
    pub choose_title: &'static str,
    pub choose_one: &'static str,
    pub answers_title: &'static str,
    pub change: &'static str,
    /// For screen readers, after `change`.
    pub change_what: fn(question: &str) -> String,
    /// Another service comes after this one.
    pub add_and_on: &'static str,
    /// Both in one visit.
    pub stop_both: &'static str,
    pub stop_both_text: fn(other: &str, service: &str) -> String,
    pub stop_both_known: fn(other: &str) -> String,
    pub stop_planned: fn(service: &str) -> String,
}

pub static INDONESIAN: QuestionTexts = QuestionTexts {
    question_number: |number, fewest, most| {
        if fewest == most {
            format!("pertanyaan {number} dari {most}")
        } else {
            format!("pertanyaan {number} dari paling banyak {most}")
        }
    },
    question_change: "ubah jawaban",
    next: "Lanjut",
    choose_title: "Ada 1 yang perlu diisi",
    choose_one: "Pilih satu jawaban.",
    answers_title: "Jawaban Anda",
    change: "Ubah",
    change_what: |question| format!(" jawaban: {question}"),
    add_and_on: "Tambah, lalu lanjut ke layanan berikutnya",
    stop_both: "Urus keduanya dalam satu kunjungan",
    stop_both_text: |other, service| {
        format!("Bisa dalam satu kunjungan: {other} lebih dulu, lalu {service}. Kami urutkan jamnya.")
    },
    stop_both_known: |other| format!("{other} sudah ada di rencana kunjungan Anda."),
    stop_planned: |service| format!("{service} masih ada di rencana kunjungan Anda, dengan jawaban yang lama."),
};

pub static ENGLISH: QuestionTexts = QuestionTexts {
    question_number: |number, fewest, most| {
        if fewest == most {
            format!("question {number} of {most}")
        } else {
            format!("question {number} of at most {most}")
        }
    },
    question_change: "change an answer",
    next: "Continue",
    choose_title: "1 thing is missing",
    choose_one: "Choose one answer.",
    answers_title: "Your answers",
    change: "Change",
    change_what: |question| format!(" the answer: {question}"),
    add_and_on: "Add, then go on to the next service",
    stop_both: "Do both on one visit",
    stop_both_text: |other, service| {
        format!("One visit is enough: {other} first, then {service}. We put the times in order.")
    },
    stop_both_known: |other| format!("{other} is already in your visit plan."),
    stop_planned: |service| format!("{service} is still in your visit plan, with the answers from before."),
};
