//! Rupiah in words: "Rp30.000", "Rp30,000".

use contract::Language;

impl super::Texts {
    /// Whole rupiah.
    #[must_use]
    pub fn rupiah(self, amount: u64) -> String {
        let mark = match self.language {
            Language::Id => '.',
            Language::En => ',',
        };
        let digits = amount.to_string();
        let mut text = String::from("Rp");
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                text.push(mark);
            }
            text.push(digit);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_marked_as_the_language_does() {
        let [id, en] = Language::ALL.map(crate::i18n::of);
        assert_eq!(id.rupiah(0), "Rp0");
        assert_eq!(id.rupiah(30_000), "Rp30.000");
        assert_eq!(en.rupiah(1_000_000), "Rp1,000,000");
    }

    /// Many fees are paid at a bank, and never to an officer.
    #[test]
    fn no_title_of_what_a_visit_costs_says_that_it_is_paid_at_the_counter() {
        for words in Language::ALL.map(crate::i18n::of) {
            let ticket = words.ticket();
            let titles = [ticket.to_pay_unknown, words.check().to_pay, words.visit().fees_title];
            for title in titles.map(str::to_owned).into_iter().chain([(ticket.to_pay)("Rp350.000")]) {
                let title = title.to_lowercase();
                assert!(!title.contains("loket") && !title.contains("counter"), "{title}");
            }
        }
    }
}
