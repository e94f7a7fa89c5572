//! The people of a visit: parsed from what was typed, and who they are to the ledger.

use contract::{
    FaultCode, FieldError,
    limits::CHILD_ORDINAL_MAX,
    person::{IdentityInput, Nik, PassportNumber, PersonInput, PersonName, Phone, last_four},
    visits::TicketIdentity,
};

use super::ledger::VisitPerson;
use crate::{
    identity::Hash,
    keyring::{Keyring, Versioned},
};

/// A person whose input was found right.
#[derive(Debug, Clone)]
pub struct Member {
    pub name: PersonName,
    pub phone: Option<Phone>,
    /// What the ledger knows the person by.
    pub identity: Versioned<Hash>,
    pub kind: &'static str,
    pub last_four: String,
    /// Parent's index and ordinal, for a child without a number.
    pub child: Option<(usize, u32)>,
}

impl Member {
    /// As a visit shows it.
    pub fn on_visit(&self) -> VisitPerson {
        let last_four = self.last_four.clone();
        VisitPerson {
            name: self.name.as_str().to_owned(),
            identity: match self.child {
                Some((of, ordinal)) => TicketIdentity::Child { of, ordinal },
                None if self.kind == "passport" => TicketIdentity::Passport { last_four },
                None => TicketIdentity::Nik { last_four },
            },
            has_phone: self.phone.is_some(),
            phone: self.phone.as_ref().map(|phone| phone.as_str().to_owned()),
        }
    }
}

/// Parses the people of a party.
///
/// # Errors
/// Every fault of every person, by field.
pub fn parse(keys: &Keyring, people: &[PersonInput]) -> Result<Vec<Member>, Vec<FieldError>> {
    let mut faults = Vec::new();
    // First those with a number, since a child is known by its parent's.
    let numbered: Vec<Option<Result<Known, FaultCode>>> =
        people.iter().map(|person| numbered(keys, &person.identity)).collect();
    let mut members = Vec::new();
    for (index, person) in people.iter().enumerate() {
        let known = match (&numbered[index], &person.identity) {
            (Some(known), _) => known.clone().map_err(|code| ("identity/number", code)),
            (None, IdentityInput::Child { of, ordinal }) => child(keys, &numbered, *of, *ordinal),
            (None, _) => Err(("identity", FaultCode::Malformed)),
        };
        let phone = match person.phone.as_deref().map(Phone::parse) {
            None | Some(Err(FaultCode::Missing)) => Ok(None),
            Some(phone) => phone.map(Some),
        };
        let name = sound(&mut faults, index, PersonName::parse(&person.name).map_err(|code| ("name", code)));
        let known = sound(&mut faults, index, known);
        let phone = sound(&mut faults, index, phone.map_err(|code| ("phone", code)));
        if let (Some(name), Some(Known { identity, kind, last_four, child }), Some(phone)) = (name, known, phone) {
            members.push(Member { name, phone, identity, kind, last_four, child });
        }
    }
    if faults.is_empty() {
        faults = duplicates(&members);
    }
    if faults.is_empty() { Ok(members) } else { Err(faults) }
}

/// The value, or `None` and one more fault of this person's field.
fn sound<T>(faults: &mut Vec<FieldError>, index: usize, parsed: Result<T, (&str, FaultCode)>) -> Option<T> {
    match parsed {
        Ok(value) => Some(value),
        Err((field, code)) => {
            faults.push(FieldError { pointer: format!("/people/{index}/{field}"), code });
            None
        }
    }
}

/// Who a person is to the ledger.
#[derive(Debug, Clone)]
struct Known {
    identity: Versioned<Hash>,
    kind: &'static str,
    last_four: String,
    child: Option<(usize, u32)>,
}

/// `None` for a child without a number.
fn numbered(keys: &Keyring, identity: &IdentityInput) -> Option<Result<Known, FaultCode>> {
    let known =
        |identity, kind, number: &str| Known { identity, kind, last_four: last_four(number).to_owned(), child: None };
    match identity {
        IdentityInput::Nik { number } => Some(Nik::parse(number).map(|nik| known(keys.nik(&nik), "nik", nik.as_str()))),
        IdentityInput::Passport { number } => Some(
            PassportNumber::parse(number)
                .map(|passport| known(keys.passport(&passport), "passport", passport.as_str())),
        ),
        IdentityInput::Child { .. } => None,
    }
}

/// A child needs a parent with a number in the same party. Where the parent's number itself is wrong, only that is said.
fn child(
    keys: &Keyring,
    numbered: &[Option<Result<Known, FaultCode>>],
    of: usize,
    ordinal: u32,
) -> Result<Known, (&'static str, FaultCode)> {
    match ordinal {
        0 => return Err(("identity/ordinal", FaultCode::TooFew)),
        1..=CHILD_ORDINAL_MAX => {}
        _ => return Err(("identity/ordinal", FaultCode::TooMany)),
    }
    match numbered.get(of) {
        Some(Some(Ok(parent))) => {
            let identity = keys.child(&parent.identity, ordinal);
            Ok(Known { identity, kind: "child", last_four: String::new(), child: Some((of, ordinal)) })
        }
        _ => Err(("identity/of", FaultCode::ParentUnknown)),
    }
}

/// Two people of a party are never the same person.
fn duplicates(members: &[Member]) -> Vec<FieldError> {
    let is_repeated = |index: usize| members[..index].iter().any(|before| before.identity == members[index].identity);
    (0..members.len())
        .filter(|&index| is_repeated(index))
        .map(|index| {
            let field = if members[index].child.is_some() { "ordinal" } else { "number" };
            FieldError { pointer: format!("/people/{index}/identity/{field}"), code: FaultCode::Duplicate }
        })
        .collect()
}

/// The hashes of the number that someone proves to have; `None` for a child, or a number that can't be one.
#[must_use]
pub fn prove(keys: &Keyring, identity: &IdentityInput) -> Option<Result<Versioned<Hash>, FaultCode>> {
    numbered(keys, identity).map(|known| known.map(|known| known.identity))
}
