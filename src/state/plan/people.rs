//! The people of a planned visit: drafts as they were typed, and what is wrong with them.

use contract::{
    FaultCode,
    limits::CHILD_ORDINAL_MAX,
    person::{IdentityInput, Nik, PassportNumber, PersonInput, PersonName, Phone},
};
use serde::{Deserialize, Serialize};

use super::PlannedVisit;

/// What was typed about a person, as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PersonDraft {
    pub name: String,
    pub kind: IdentityKind,
    /// NIK or passport number.
    pub number: String,
    /// For a child: the index of its parent, once chosen.
    pub parent: Option<usize>,
    /// For a child: which child of that parent, from 1.
    pub ordinal: String,
    pub phone: String,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentityKind {
    #[default]
    Nik,
    Passport,
    /// A child without a NIK.
    Child,
}

/// The fields of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PersonField {
    Name,
    Nik,
    Passport,
    Parent,
    Ordinal,
    Phone,
}

impl PersonField {
    /// Whether it is there for one kind of identity, and not for the others.
    #[must_use]
    pub const fn is_of_identity(self) -> bool {
        !matches!(self, Self::Name | Self::Phone)
    }

    /// The element's id, for the person at that index.
    #[must_use]
    pub fn id(self, person: usize) -> String {
        let name = match self {
            Self::Name => "name",
            Self::Nik => "nik",
            Self::Passport => "passport",
            Self::Parent => "parent",
            Self::Ordinal => "ordinal",
            Self::Phone => "phone",
        };
        format!("{name}-{}", person + 1)
    }
}

/// What is wrong with a field of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PersonFault {
    /// Index into the planned people.
    pub person: usize,
    pub field: PersonField,
    pub code: FaultCode,
}

impl PersonDraft {
    /// The field of the identity's number.
    #[must_use]
    pub const fn number_field(&self) -> PersonField {
        match self.kind {
            IdentityKind::Nik => PersonField::Nik,
            IdentityKind::Passport => PersonField::Passport,
            IdentityKind::Child => PersonField::Ordinal,
        }
    }
}

impl PlannedVisit {
    /// Names as they were typed, for people to tell each other apart; `unnamed` says "person 2" before that.
    #[must_use]
    pub fn names(&self, unnamed: fn(usize) -> String) -> Vec<String> {
        let name = |(draft, number): (&PersonDraft, usize)| match draft.name.trim() {
            "" => unnamed(number),
            name => name.to_owned(),
        };
        self.people.iter().zip(1..).map(name).collect()
    }

    /// Parses the people of a party (indexes into `people`) into what the server wants, in that order.
    ///
    /// # Errors
    /// Everything that is wrong, in order of people and fields.
    pub fn parse_people(&self, party: &[usize]) -> Result<Vec<PersonInput>, Vec<PersonFault>> {
        let mut faults = Vec::new();
        let mut people = Vec::new();
        for &person in party {
            let Some(draft) = self.people.get(person) else { continue };
            let mut fault = |field, code| faults.push(PersonFault { person, field, code });
            let name = PersonName::parse(&draft.name).map_err(|code| fault(PersonField::Name, code));
            let identity = self.parse_identity(party, draft).map_err(|(field, code)| fault(field, code));
            let phone = match Phone::parse(&plain_number(&draft.phone)) {
                Ok(phone) => Ok(Some(phone.as_str().to_owned())),
                Err(FaultCode::Missing) => Ok(None),
                Err(code) => {
                    fault(PersonField::Phone, code);
                    Err(())
                }
            };
            if let (Ok(name), Ok(identity), Ok(phone)) = (name, identity, phone) {
                people.push(PersonInput { name: name.as_str().to_owned(), identity, phone });
            }
        }
        if faults.is_empty() {
            faults = self.find_duplicates(party, &people);
        }
        if faults.is_empty() { Ok(people) } else { Err(faults) }
    }

    fn parse_identity(&self, party: &[usize], draft: &PersonDraft) -> Result<IdentityInput, (PersonField, FaultCode)> {
        match draft.kind {
            IdentityKind::Nik => match Nik::parse(&plain_number(&draft.number)) {
                Ok(nik) => Ok(IdentityInput::Nik { number: nik.as_str().to_owned() }),
                Err(code) => Err((PersonField::Nik, code)),
            },
            IdentityKind::Passport => match PassportNumber::parse(&plain_number(&draft.number)) {
                Ok(number) => Ok(IdentityInput::Passport { number: number.as_str().to_owned() }),
                Err(code) => Err((PersonField::Passport, code)),
            },
            IdentityKind::Child => {
                let is_adult = |person: usize| self.people[person].kind != IdentityKind::Child;
                let of = party.iter().position(|&person| Some(person) == draft.parent && is_adult(person));
                let of = of.ok_or((PersonField::Parent, FaultCode::ParentUnknown))?;
                let ordinal = parse_ordinal(&draft.ordinal).map_err(|code| (PersonField::Ordinal, code))?;
                Ok(IdentityInput::Child { of, ordinal })
            }
        }
    }

    /// Two people of a party are never the same person.
    fn find_duplicates(&self, party: &[usize], people: &[PersonInput]) -> Vec<PersonFault> {
        (0..people.len())
            .filter(|&index| people[..index].iter().any(|before| before.identity == people[index].identity))
            .map(|index| PersonFault {
                person: party[index],
                field: self.people[party[index]].number_field(),
                code: FaultCode::Duplicate,
            })
            .collect()
    }

    /// The field that a pointer of the server's refusal means; `party` as it was sent.
    #[must_use]
    pub fn find_field(&self, party: &[usize], pointer: &str) -> Option<(usize, PersonField)> {
        let mut parts = pointer.strip_prefix("/people/")?.splitn(2, '/');
        let person = *party.get(parts.next()?.parse::<usize>().ok()?)?;
        let draft = self.people.get(person)?;
        let field = match parts.next()? {
            "name" => PersonField::Name,
            "phone" => PersonField::Phone,
            "identity/of" => PersonField::Parent,
            "identity/ordinal" => PersonField::Ordinal,
            "identity" | "identity/number" => draft.number_field(),
            _ => return None,
        };
        Some((person, field))
    }
}

/// A number as somebody may have pasted it: what nobody sees in it is left out, and every space and dash is a plain one.
#[must_use]
pub fn plain_number(text: &str) -> String {
    text.chars()
        .filter_map(|letter| match letter {
            // Marks of direction and width, as phone books and chats put around numbers.
            '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' => None,
            '\u{2010}'..='\u{2015}' => Some('-'),
            letter if letter.is_whitespace() => Some(' '),
            letter => Some(letter),
        })
        .collect()
}

fn parse_ordinal(text: &str) -> Result<u32, FaultCode> {
    let text = text.trim();
    if text.is_empty() {
        return Err(FaultCode::Missing);
    }
    match text.parse() {
        Ok(ordinal @ 1..=CHILD_ORDINAL_MAX) => Ok(ordinal),
        Ok(0) => Err(FaultCode::TooFew),
        Ok(_) => Err(FaultCode::TooMany),
        Err(_) => Err(FaultCode::Malformed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn adult(name: &str, nik: &str) -> PersonDraft {
        PersonDraft { name: name.to_owned(), number: nik.to_owned(), ..PersonDraft::default() }
    }

    fn family() -> PlannedVisit {
        let child = PersonDraft {
            name: "Bayi".to_owned(),
            kind: IdentityKind::Child,
            parent: Some(1),
            ordinal: " 2 ".to_owned(),
            ..PersonDraft::default()
        };
        PlannedVisit {
            people: vec![adult("Fadli", "1471011508010012"), adult(" Siti  Rahma ", "1471 0145 0375 0003"), child],
            ..PlannedVisit::default()
        }
    }

    #[test]
    fn a_family_is_read_with_its_child_under_its_parent() {
        let people = family().parse_people(&[0, 1, 2]).unwrap();
        assert_eq!(people[1].name, "Siti Rahma");
        assert_eq!(people[1].identity, IdentityInput::Nik { number: "1471014503750003".to_owned() });
        assert_eq!(people[1].phone, None);
        assert_eq!(people[2].identity, IdentityInput::Child { of: 1, ordinal: 2 });
    }

    #[test]
    fn a_pasted_number_is_read_whatever_nobody_sees_in_it() {
        let mut visit = family();
        visit.people[0].number = "1471\u{a0}0115\u{a0}0801\u{a0}0012\u{200e}".to_owned();
        visit.people[0].phone = "\u{202a}+62 812\u{2011}7555\u{2011}0134\u{202c}".to_owned();
        let people = visit.parse_people(&[0]).unwrap();
        assert_eq!(people[0].identity, IdentityInput::Nik { number: "1471011508010012".to_owned() });
        assert_eq!(people[0].phone.as_deref(), Some("+6281275550134"));
    }

    #[test]
    fn a_parent_is_counted_among_those_who_come() {
        let people = family().parse_people(&[1, 2]).unwrap();
        assert_eq!(people[1].identity, IdentityInput::Child { of: 0, ordinal: 2 });
        let faults = family().parse_people(&[0, 2]).unwrap_err();
        assert_eq!(faults, [PersonFault { person: 2, field: PersonField::Parent, code: FaultCode::ParentUnknown }]);
    }

    #[test]
    fn a_child_is_no_parent() {
        let mut visit = family();
        visit.people[1] = PersonDraft { parent: Some(0), ..visit.people[2].clone() };
        let faults = visit.parse_people(&[0, 1, 2]).unwrap_err();
        assert_eq!(faults, [PersonFault { person: 2, field: PersonField::Parent, code: FaultCode::ParentUnknown }]);
    }

    #[test]
    fn every_fault_of_every_person_is_told() {
        let mut visit = family();
        visit.people[0].name = " ".to_owned();
        visit.people[0].number = "147101150801001".to_owned();
        visit.people[1].phone = "rumah".to_owned();
        visit.people[2].ordinal = String::new();
        let faults: Vec<_> = visit.parse_people(&[0, 1, 2]).unwrap_err();
        let told: Vec<_> = faults.iter().map(|fault| (fault.field.id(fault.person), fault.code)).collect();
        assert_eq!(
            told,
            [
                ("name-1".to_owned(), FaultCode::Missing),
                ("nik-1".to_owned(), FaultCode::WrongLength),
                ("phone-2".to_owned(), FaultCode::Malformed),
                ("ordinal-3".to_owned(), FaultCode::Missing),
            ]
        );
    }

    #[test]
    fn the_same_number_twice_is_told_at_the_second() {
        let mut visit = family();
        visit.people[1].number = visit.people[0].number.clone();
        let faults = visit.parse_people(&[0, 1]).unwrap_err();
        assert_eq!(faults, [PersonFault { person: 1, field: PersonField::Nik, code: FaultCode::Duplicate }]);
    }

    #[test]
    fn a_pointer_of_the_server_leads_to_its_field() {
        let visit = family();
        for (pointer, field) in [
            ("/people/0/name", Some((1, PersonField::Name))),
            ("/people/0/identity/number", Some((1, PersonField::Nik))),
            ("/people/1/identity/of", Some((2, PersonField::Parent))),
            ("/people/1/identity/ordinal", Some((2, PersonField::Ordinal))),
            ("/people/0/phone", Some((1, PersonField::Phone))),
            ("/people/7/phone", None),
            ("/people/0", None),
            ("/answers/0", None),
        ] {
            assert_eq!(visit.find_field(&[1, 2], pointer), field, "{pointer}");
        }
    }
}
