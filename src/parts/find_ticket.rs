//! Opens a ticket with its code and the NIK or passport number of someone who is on it.

use contract::{
    FaultCode, ProblemCode, Secret, VisitCode,
    code::CodeFault,
    person::{IdentityInput, Nik, PassportNumber},
    visits::KeyInput,
};
use leptos::prelude::*;

use crate::{
    api::{Api, ApiError},
    browser::randomness,
    i18n::{Texts, texts},
    routes::Page,
    state::{Navigation, Tickets, plan::plain_number},
    ui::{
        BusyButton, ButtonKind, Notice, NoticeKind, error_summary,
        error_summary::ErrorSummary,
        field::{Field, FieldKind, FieldText},
    },
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FindField {
    Code,
    Nik,
    Passport,
}

impl FindField {
    const fn id(self) -> &'static str {
        match self {
            Self::Code => "ticket-code",
            Self::Nik => "ticket-nik",
            Self::Passport => "ticket-passport",
        }
    }
}

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FindFault {
    Code(CodeFault),
    Nik { code: FaultCode, digits: usize },
    Passport(FaultCode),
}

impl FindFault {
    const fn field(self) -> FindField {
        match self {
            Self::Code(_) => FindField::Code,
            Self::Nik { .. } => FindField::Nik,
            Self::Passport(_) => FindField::Passport,
        }
    }

    fn sentence(self, words: Texts) -> String {
        let who = words.ticket().who;
        match self {
            Self::Code(fault) => (words.ticket().code_fault)(fault).to_owned(),
            Self::Nik { code, digits } => (words.people().nik_fault)(who, code, digits),
            Self::Passport(code) => (words.people().passport_fault)(who, code),
        }
    }
}

/// What was typed, parsed.
fn parse(code: &str, is_passport: bool, number: &str) -> Result<(VisitCode, KeyInput), Vec<FindFault>> {
    let code = VisitCode::parse(code).map_err(FindFault::Code);
    let number = &plain_number(number);
    let identity = if is_passport {
        PassportNumber::parse(number)
            .map(|number| IdentityInput::Passport { number: number.as_str().to_owned() })
            .map_err(FindFault::Passport)
    } else {
        let digits = number.chars().filter(char::is_ascii_digit).count();
        Nik::parse(number)
            .map(|nik| IdentityInput::Nik { number: nik.as_str().to_owned() })
            .map_err(|code| FindFault::Nik { code, digits })
    };
    match (code, identity) {
        (Ok(code), Ok(identity)) => Ok((code, KeyInput { identity })),
        (code, identity) => Err(code.err().into_iter().chain(identity.err()).collect()),
    }
}

/// Why it did not open.
#[derive(Debug, Clone, PartialEq, Eq)]
enum NotOpened {
    NoRandomness,
    Asked(ApiError),
}

#[component]
pub fn FindTicket(
    /// Where the address names one.
    #[prop(optional_no_strip)]
    code: Option<VisitCode>,
) -> impl IntoView {
    let words = texts();
    let (api, navigation, tickets) = (Api::in_context(), Navigation::in_context(), Tickets::in_context());
    let typed_code = RwSignal::new(code.map(|code| code.to_string()).unwrap_or_default());
    let (is_passport, number) = (RwSignal::new(false), RwSignal::new(String::new()));
    let faults = RwSignal::new(Vec::<FindFault>::new());
    let open = Action::new_local(move |(code, input): &(VisitCode, KeyInput)| {
        let (code, input) = (*code, input.clone());
        let asked_at = navigation.address_now().page;
        async move {
            let secret = Secret::from_bytes(randomness::random_bytes().ok_or(NotOpened::NoRandomness)?);
            let ticket = api.open_visit(&secret, code, &input).await.map_err(NotOpened::Asked)?;
            tickets.refresh_with(secret.clone(), &ticket);
            // Whoever has gone on meanwhile is left where they are.
            if navigation.is_at(&asked_at) {
                tickets.bring(secret.clone(), ticket);
                navigation.go(Page::Ticket(code), &secret.to_text());
            }
            Ok::<(), NotOpened>(())
        }
    });
    let is_busy = Signal::derive(move || open.pending().get());
    let submit = move || match parse(&typed_code.get_untracked(), is_passport.get_untracked(), &number.get_untracked())
    {
        Ok(input) => {
            faults.set(Vec::new());
            if !is_busy.get_untracked() {
                open.dispatch(input);
            }
        }
        Err(found) => {
            faults.set(found);
            error_summary::focus();
        }
    };
    let fault = move |field: FindField| {
        Signal::derive(move || {
            faults.with(|faults| faults.iter().find(|fault| fault.field() == field).map(|fault| fault.sentence(words)))
        })
    };
    let summary = move || {
        let faults = faults.get();
        (!faults.is_empty()).then(|| {
            let lines: Vec<_> =
                faults.iter().map(|fault| (fault.field().id().to_owned(), fault.sentence(words))).collect();
            view! { <ErrorSummary title=(words.people().summary_title)(lines.len()) lines /> }
        })
    };
    let code_text = FieldText {
        id: FindField::Code.id().to_owned(),
        label: words.ticket().code.to_owned(),
        hint: Some(words.ticket().code_hint),
        kind: FieldKind::Code,
        optional: false,
        autocomplete: "off",
    };
    let number_field = move || {
        let (field, label, hint, kind) = if is_passport.get() {
            (FindField::Passport, words.ticket().number_passport, words.ticket().number_passport_hint, FieldKind::Code)
        } else {
            (FindField::Nik, words.ticket().number_nik, words.ticket().number_nik_hint, FieldKind::Digits)
        };
        let text = FieldText {
            id: field.id().to_owned(),
            label: label.to_owned(),
            hint: Some(hint),
            kind,
            optional: false,
            autocomplete: "off",
        };
        view! { <Field text value=number fault=fault(field) /> }
    };
    let failure = move || {
        // Gone while it is asked again, so that the same failure is said anew.
        if is_busy.get() {
            return None;
        }
        let failure = open.value().get()?.err()?;
        let text = sentence(words, &failure);
        Some(view! { <div role="alert"><Notice kind=NoticeKind::Danger><p>{text}</p></Notice></div> })
    };
    view! {
        <form
            class="stack"
            data-gap="l"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                submit();
            }
        >
            {summary} <p>{words.ticket().find_text}</p> <Field text=code_text value=typed_code fault=fault(FindField::Code) />
            <Kinds is_passport faults /> {number_field} {failure}
            <BusyButton kind=ButtonKind::Submit text=words.ticket().open busy_text=words.ticket().opening is_busy />
        </form>
    }
}

#[component]
fn Kinds(is_passport: RwSignal<bool>, faults: RwSignal<Vec<FindFault>>) -> impl IntoView {
    let words = texts();
    let choose = move |value| {
        is_passport.set(value);
        // What was wrong with a field that is gone leads nowhere.
        faults.maybe_update(|faults| {
            let before = faults.len();
            faults.retain(|fault| fault.field() == FindField::Code);
            faults.len() < before
        });
    };
    let choices = [
        (false, "ticket-kind-nik", words.people().kind_nik),
        (true, "ticket-kind-passport", words.people().kind_passport),
    ]
    .into_iter()
    .map(|(value, id, text)| {
        view! {
            <label class="choice">
                <input
                    class="choice__box"
                    type="radio"
                    name="ticket-kind"
                    id=id
                    prop:checked=move || is_passport.get() == value
                    on:change=move |_| choose(value)
                />
                <span>{text}</span>
            </label>
        }
    })
    .collect_view();
    view! {
        <fieldset>
            <legend class="strong">{words.people().kind}</legend>
            <div class="stack" data-gap="s">{choices}</div>
        </fieldset>
    }
}

fn sentence(words: Texts, failure: &NotOpened) -> &'static str {
    match failure {
        NotOpened::NoRandomness => words.time().no_randomness,
        NotOpened::Asked(error) => match error.problem().map(|problem| problem.code) {
            // Unknown and wrong look the same.
            Some(ProblemCode::NotFound) => words.ticket().find_failed,
            _ => words.failures().sentence(error),
        },
    }
}

/// Said above the form where a link did not open its ticket.
#[component]
pub fn NotOpenedNotice() -> impl IntoView {
    let words = texts();
    view! { <Notice kind=NoticeKind::Note><p>{words.ticket().not_opened}</p></Notice> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_told_at_once() {
        let found = parse("", false, "147101").unwrap_err();
        assert_eq!(
            found,
            [FindFault::Code(CodeFault::Missing), FindFault::Nik { code: FaultCode::WrongLength, digits: 6 }]
        );
    }

    #[test]
    fn a_code_as_one_says_it_and_a_spaced_nik_are_read() {
        let code = VisitCode::from_random(42);
        let (read, input) = parse(&code.to_string().to_lowercase(), false, "1471 0115 0801 0012").unwrap();
        assert_eq!(read, code);
        assert_eq!(input.identity, IdentityInput::Nik { number: "1471011508010012".to_owned() });
    }
}
