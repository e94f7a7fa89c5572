//! What is wrong with a field, in one sentence that stands in the summary and beside the field.

use contract::FaultCode;

use crate::{
    i18n::Texts,
    state::plan::{PersonFault, PersonField, PlannedVisit},
};

#[must_use]
pub fn sentence(words: Texts, visit: &PlannedVisit, fault: &PersonFault) -> String {
    let people = words.people();
    let who = (people.who)(fault.person + 1);
    let code: FaultCode = fault.code;
    match fault.field {
        PersonField::Name => (people.name_fault)(&who, code),
        PersonField::Nik => {
            let digits = visit
                .people
                .get(fault.person)
                .map_or(0, |draft| draft.number.chars().filter(char::is_ascii_digit).count());
            (people.nik_fault)(&who, code, digits)
        }
        PersonField::Passport => (people.passport_fault)(&who, code),
        PersonField::Parent => (people.parent_fault)(&who, code),
        PersonField::Ordinal => (people.ordinal_fault)(&who, code),
        PersonField::Phone => (people.phone_fault)(&who, code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::plan::PersonDraft;
    use contract::Language;

    #[test]
    fn a_short_nik_says_how_many_digits_there_are() {
        let visit = PlannedVisit {
            people: vec![PersonDraft { number: "147101 150801001".to_owned(), ..PersonDraft::default() }],
            ..PlannedVisit::default()
        };
        let fault = PersonFault { person: 0, field: PersonField::Nik, code: FaultCode::WrongLength };
        let text = sentence(crate::i18n::of(Language::Id), &visit, &fault);
        assert_eq!(text, "NIK orang 1 harus 16 angka. Anda menulis 15 angka.");
    }

    #[test]
    fn every_fault_of_every_field_has_words() {
        let visit = PlannedVisit { people: vec![PersonDraft::default()], ..PlannedVisit::default() };
        let fields = [
            PersonField::Name,
            PersonField::Nik,
            PersonField::Passport,
            PersonField::Parent,
            PersonField::Ordinal,
            PersonField::Phone,
        ];
        for language in Language::ALL {
            for field in fields {
                for code in [FaultCode::Missing, FaultCode::Malformed, FaultCode::Duplicate, FaultCode::Unknown] {
                    let text = sentence(crate::i18n::of(language), &visit, &PersonFault { person: 0, field, code });
                    assert!(text.ends_with('.') && text.contains('1'), "{field:?} {code:?}: {text}");
                }
            }
        }
    }
}
