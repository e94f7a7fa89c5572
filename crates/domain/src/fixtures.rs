//! A small mall and its services, made by hand, for tests.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, Utc};
use contract::{
    CategoryId, DeskId, DocumentId, Language, OptionId, QuestionId, ServiceId, TenantId,
    index::{Desk, Tenant, TenantKind},
    mall::{BookingRules, Contact, Holiday, Interval, Mall, Week},
    service::{
        AnswerOption, Answers, Confidence, Document, DocumentKind, Evidence, Fee, FeeKind, Owner, PaperForm, Question,
        Requirement, Service, Source, StopRule, When,
    },
};

use crate::calendar::DeskSchedule;

pub fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn time(text: &str) -> NaiveTime {
    NaiveTime::parse_from_str(text, "%H:%M").unwrap()
}

pub fn instant(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(text).unwrap()
}

/// An instant of the mall's clock, written `2026-11-24 07:00:00`.
pub fn at(text: &str) -> DateTime<FixedOffset> {
    instant(&format!("{}+07:00", text.replace(' ', "T")))
}

pub fn now(text: &str) -> DateTime<Utc> {
    at(text).to_utc()
}

pub fn intervals(texts: &[(&str, &str)]) -> Vec<Interval> {
    texts.iter().map(|(from, to)| Interval(time(from), time(to))).collect()
}

/// As the shipped mall: eight to three, a longer break on Friday, closed at weekends.
pub fn mall() -> Mall {
    let weekday = intervals(&[("08:00", "12:00"), ("12:30", "15:00")]);
    Mall {
        id: "mpp-uji".into(),
        language: Language::Id,
        name: "Mal Pelayanan Publik Uji".into(),
        short: "MPP Uji".into(),
        city: "Uji".into(),
        province: "Riau".into(),
        address: "Jl. Uji No. 1, Uji; Riau".into(),
        timezone: "Asia/Jakarta".into(),
        utc_offset_minutes: 420,
        holidays_complete_until: date("2026-12-31"),
        status: "Contoh.".into(),
        hours: Week {
            mon: weekday.clone(),
            tue: weekday.clone(),
            wed: weekday.clone(),
            thu: weekday,
            fri: intervals(&[("08:00", "11:30"), ("13:30", "15:00")]),
            sat: vec![],
            sun: vec![],
        },
        booking: BookingRules {
            days_ahead: 14,
            release_at: time("07:00"),
            book_until_minutes: 15,
            hold_minutes: 10,
            extend_once_minutes: 10,
            people_max: 5,
            stops_max: 6,
            active_per_person_and_service: 1,
            change_until_minutes: 60,
            reconfirm_hours: 24,
            walk_minutes: 5,
            check_in_opens_minutes: 30,
            late_grace_minutes: 15,
        },
        contact: Contact {
            complaint_url: "https://example.org".into(),
            complaint_name: "Aduan".into(),
            phone: None,
            whatsapp: None,
            email: None,
        },
        holidays: vec![
            Holiday { date: date("2026-12-25"), name: "Hari Raya Natal".into() },
            Holiday { date: date("2027-01-01"), name: "Tahun Baru Masehi".into() },
        ],
        closures: vec![],
        openings: vec![],
        tenant_count: 1,
        service_count: 1,
    }
}

pub fn desk_id(text: &str) -> DeskId {
    DeskId::parse(text).unwrap()
}

/// Windows of half an hour, ten people each, seven of them booked ahead.
pub fn schedule(desk: &str) -> DeskSchedule {
    DeskSchedule { id: desk_id(desk), window_minutes: 30, capacity: 10, online_share: 70, hours: None }
}

pub fn document_id(text: &str) -> DocumentId {
    DocumentId::parse(text).unwrap()
}

/// A service without questions and papers, at the desk `dinas/loket`, ready the same day.
pub fn service(id: &str) -> Service {
    Service {
        id: ServiceId::parse(id).unwrap(),
        tenant: Tenant {
            id: TenantId::parse("dinas").unwrap(),
            name: "Dinas".into(),
            short: "Dinas".into(),
            kind: TenantKind::City,
            about: "Dinas.".into(),
            services: 1,
        },
        desk: Desk {
            id: desk_id("dinas/loket"),
            name: "Loket".into(),
            place: None,
            window_minutes: 30,
            bookable: true,
        },
        name: format!("Layanan {id}"),
        summary: "Layanan.".into(),
        category: CategoryId::parse("uji").unwrap(),
        life_events: vec![],
        minutes: 10,
        issues: vec![],
        ready_days: [0, 0],
        fee: free(),
        questions: vec![],
        requirements: vec![],
        stops: vec![],
        steps: vec![],
        source: Source { basis: vec![], evidence: Evidence::Agency, url: None, confidence: Confidence::Low },
        documents: BTreeMap::new(),
        related: BTreeMap::new(),
    }
}

pub fn free() -> Fee {
    Fee { kind: FeeKind::Free, amount: None, items: vec![], note: None, basis: "UU".into() }
}

/// `alasan: hilang rusak` is a question and its options.
pub fn question(text: &str) -> Question {
    let (id, options) = text.split_once(": ").unwrap();
    Question {
        id: QuestionId::parse(id).unwrap(),
        text: id.into(),
        help: None,
        options: options
            .split_whitespace()
            .map(|id| AnswerOption { id: OptionId::parse(id).unwrap(), text: id.into() })
            .collect(),
    }
}

/// `alasan=hilang|rusak wakil=ya` is a condition with two questions; nothing holds always.
pub fn when(text: &str) -> When {
    text.split_whitespace()
        .map(|part| {
            let (question, options) = part.split_once('=').unwrap();
            let options = options.split('|').map(|option| OptionId::parse(option).unwrap()).collect();
            (QuestionId::parse(question).unwrap(), options)
        })
        .collect()
}

/// `alasan=hilang wakil=ya` are two answers.
pub fn answers(text: &str) -> Answers {
    when(text).into_iter().map(|(question, mut options)| (question, options.remove(0))).collect()
}

pub fn stop_rule(condition: &str, message: &str) -> StopRule {
    StopRule { when: when(condition), message: message.into(), instead: None, same_visit: None }
}

pub fn requirement(document: &str, form: PaperForm, copies: u32, condition: &str) -> Requirement {
    Requirement { document: document_id(document), form, copies, count: 1, when: when(condition), note: None }
}

/// Adds a requirement, and the paper that it names.
pub fn with_paper(mut service: Service, kind: DocumentKind, of: Owner, requirement: Requirement) -> Service {
    let name = format!("Surat {}", requirement.document);
    let document = Document { name, kind, of, obtain: None, issued_by: vec![] };
    service.documents.insert(requirement.document.clone(), document);
    service.requirements.push(requirement);
    service
}
