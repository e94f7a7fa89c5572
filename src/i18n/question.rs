//! The questions of a service, one at a time, and the answers given so far.

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
};
