//! Puts checked files into the contract's types, once a language.

use std::collections::{BTreeMap, BTreeSet};

use contract::{
    CategoryId, DeskId, DocumentId, Language, LifeEventId, OptionId, QuestionId, ServiceId, TenantId,
    index::{Category, Desk, Index, LifeEvent, ServiceEntry as IndexEntry, Tenant},
    mall::{Closure, Contact, Holiday, Mall, Opening},
    service::{
        AnswerOption, Document, Fee, FeeItem, PaperForm, Question, Related, Requirement, Service, Source, StopRule,
        When,
    },
};
use domain::calendar::DeskSchedule;

use crate::{
    Catalogue, Localised, check,
    file::{DeskHours, Files, ServiceEntry, TenantFile, WhenEntry},
    text::Text,
};

/// Every id was checked to be one; an entry whose id is none can't come here and would be left out.
pub(crate) fn localise(files: &Files) -> Catalogue {
    Catalogue {
        localised: Language::ALL.map(|language| in_language(files, language)),
        schedules: files
            .tenants
            .iter()
            .flat_map(|(_, tenant)| schedules(tenant))
            .map(|schedule| (schedule.id.clone(), schedule))
            .collect(),
        document_count: files.documents.document.len(),
    }
}

fn schedules(tenant: &TenantFile) -> impl Iterator<Item = DeskSchedule> {
    tenant.desk.iter().filter_map(|desk| {
        Some(DeskSchedule {
            id: desk_id(tenant, &desk.id)?,
            window_minutes: desk.window_minutes,
            capacity: desk.capacity,
            online_share: desk.online_share,
            hours: match &desk.hours {
                DeskHours::Named(_) => None,
                DeskHours::Own(week) => Some((**week).clone()),
            },
        })
    })
}

fn desk_id(tenant: &TenantFile, desk: &str) -> Option<DeskId> {
    DeskId::parse(&format!("{}/{desk}", tenant.id))
}

fn in_language(files: &Files, language: Language) -> Localised {
    let say = |text: &Text| text.in_language(language);
    let desks: BTreeMap<DeskId, Desk> = files
        .tenants
        .iter()
        .flat_map(|(_, tenant)| tenant.desk.iter().map(move |desk| (tenant, desk)))
        .filter_map(|(tenant, desk)| {
            let id = desk_id(tenant, &desk.id)?;
            let bookable = desk.online_share > 0;
            Some((
                id.clone(),
                Desk {
                    id,
                    name: say(&desk.name),
                    place: desk.place.as_ref().map(say),
                    window_minutes: desk.window_minutes,
                    bookable,
                },
            ))
        })
        .collect();
    let documents = documents(files, language);
    let related = related(files, language);
    let services = files
        .tenants
        .iter()
        .flat_map(|(_, tenant)| tenant.service.iter().map(move |entry| (tenant, entry)))
        .filter_map(|(tenant, entry)| service(tenant, entry, language, &desks, &documents, &related))
        .map(|service| (service.id.clone(), service))
        .collect();
    Localised { mall: mall(files, language), index: index(files, language), services, desks }
}

fn mall(files: &Files, language: Language) -> Mall {
    let file = &files.mall;
    let say = |text: &Text| text.in_language(language);
    Mall {
        id: file.id.clone(),
        language,
        name: say(&file.name),
        short: file.short.clone(),
        city: file.city.clone(),
        province: file.province.clone(),
        address: file.address.clone(),
        timezone: file.timezone.clone(),
        utc_offset_minutes: check::utc_offset_minutes(&file.timezone).unwrap_or_default(),
        holidays_complete_until: file.holidays_complete_until,
        status: say(&file.status),
        hours: file.hours.clone(),
        booking: file.booking.clone(),
        contact: Contact {
            complaint_url: file.contact.complaint_url.clone(),
            complaint_name: say(&file.contact.complaint_name),
            phone: file.contact.phone.clone(),
            whatsapp: file.contact.whatsapp.clone(),
            email: file.contact.email.clone(),
        },
        holidays: file.holiday.iter().map(|holiday| Holiday { date: holiday.date, name: say(&holiday.name) }).collect(),
        closures: file
            .closure
            .iter()
            .map(|closure| Closure {
                date: closure.date,
                tenant: closure.tenant.as_deref().and_then(TenantId::parse),
                desk: closure.desk.as_deref().and_then(DeskId::parse),
                reason: say(&closure.reason),
            })
            .collect(),
        openings: file
            .opening
            .iter()
            .map(|opening| Opening {
                date: opening.date,
                hours: opening.hours.clone(),
                tenant: opening.tenant.as_deref().and_then(TenantId::parse),
                desk: opening.desk.as_deref().and_then(DeskId::parse),
            })
            .collect(),
        tenant_count: files.tenants.len(),
        service_count: files.tenants.iter().map(|(_, tenant)| tenant.service.len()).sum(),
    }
}

fn index(files: &Files, language: Language) -> Index {
    let say = |text: &Text| text.in_language(language);
    let mut tenants: Vec<&TenantFile> = files.tenants.iter().map(|(_, tenant)| tenant).collect();
    let services = || files.tenants.iter().flat_map(|(_, tenant)| &tenant.service);
    tenants.sort_by(|one, other| other.service.len().cmp(&one.service.len()).then_with(|| one.short.cmp(&other.short)));
    Index {
        categories: files
            .taxonomy
            .category
            .iter()
            .filter_map(|entry| {
                let services = services().filter(|service| service.category == entry.id).count();
                Some(Category {
                    id: CategoryId::parse(&entry.id)?,
                    name: say(&entry.name),
                    services: u32::try_from(services).ok()?,
                })
            })
            .collect(),
        life_events: files
            .taxonomy
            .life_event
            .iter()
            .filter_map(|entry| Some(LifeEvent { id: LifeEventId::parse(&entry.id)?, name: say(&entry.name) }))
            .collect(),
        services: tenants
            .iter()
            .flat_map(|tenant| tenant.service.iter().map(move |entry| (tenant, entry)))
            .filter_map(|(tenant, entry)| {
                Some(IndexEntry {
                    id: ServiceId::parse(&entry.id)?,
                    tenant: TenantId::parse(&tenant.id)?,
                    name: say(&entry.name),
                    summary: say(&entry.summary),
                    keywords: entry.keywords.clone(),
                    category: CategoryId::parse(&entry.category)?,
                    life_events: life_events(entry),
                    fee: entry.fee.kind,
                    amount: (entry.fee.kind == contract::service::FeeKind::Fixed).then_some(entry.fee.amount).flatten(),
                    ready_days: entry.ready_days,
                })
            })
            .collect(),
        tenants: tenants.iter().filter_map(|file| tenant(file, language)).collect(),
    }
}

fn tenant(file: &TenantFile, language: Language) -> Option<Tenant> {
    Some(Tenant {
        id: TenantId::parse(&file.id)?,
        name: file.name.in_language(language),
        short: file.short.clone(),
        kind: file.kind,
        about: file.about.in_language(language),
        services: u32::try_from(file.service.len()).ok()?,
    })
}

fn life_events(entry: &ServiceEntry) -> Vec<LifeEventId> {
    entry.life_events.iter().filter_map(|id| LifeEventId::parse(id)).collect()
}

fn documents(files: &Files, language: Language) -> BTreeMap<DocumentId, Document> {
    let mut issued_by: BTreeMap<&str, Vec<ServiceId>> = BTreeMap::new();
    for entry in files.tenants.iter().flat_map(|(_, tenant)| &tenant.service) {
        for document in &entry.issues {
            issued_by.entry(document).or_default().extend(ServiceId::parse(&entry.id));
        }
    }
    files
        .documents
        .document
        .iter()
        .filter_map(|entry| {
            let document = Document {
                name: entry.name.in_language(language),
                kind: entry.kind,
                of: entry.of.into(),
                obtain: entry.obtain.as_ref().map(|text| text.in_language(language)),
                issued_by: issued_by.get(entry.id.as_str()).cloned().unwrap_or_default(),
            };
            Some((DocumentId::parse(&entry.id)?, document))
        })
        .collect()
}

fn related(files: &Files, language: Language) -> BTreeMap<ServiceId, Related> {
    files
        .tenants
        .iter()
        .flat_map(|(_, tenant)| tenant.service.iter().map(move |entry| (tenant, entry)))
        .filter_map(|(tenant, entry)| {
            let related = Related {
                name: entry.name.in_language(language),
                tenant: tenant.short.clone(),
                fee: entry.fee.kind,
                ready_days: entry.ready_days,
            };
            Some((ServiceId::parse(&entry.id)?, related))
        })
        .collect()
}

fn service(
    file: &TenantFile,
    entry: &ServiceEntry,
    language: Language,
    desks: &BTreeMap<DeskId, Desk>,
    all_documents: &BTreeMap<DocumentId, Document>,
    all_related: &BTreeMap<ServiceId, Related>,
) -> Option<Service> {
    let say = |text: &Text| text.in_language(language);
    let id = ServiceId::parse(&entry.id)?;
    let requirements: Vec<Requirement> =
        entry.requirement.iter().filter_map(|each| requirement(each, language)).collect();
    let stops: Vec<StopRule> = entry
        .stop
        .iter()
        .map(|stop| StopRule {
            when: when(&stop.when),
            message: say(&stop.message),
            instead: stop.instead.as_deref().and_then(ServiceId::parse),
            same_visit: stop.same_visit.as_deref().and_then(OptionId::parse),
        })
        .collect();
    let issues: Vec<DocumentId> = entry.issues.iter().filter_map(|id| DocumentId::parse(id)).collect();
    let documents: BTreeMap<DocumentId, Document> = requirements
        .iter()
        .map(|requirement| &requirement.document)
        .chain(&issues)
        .filter_map(|id| Some((id.clone(), all_documents.get(id)?.clone())))
        .collect();
    let pointed_to: BTreeSet<&ServiceId> = stops
        .iter()
        .filter_map(|stop| stop.instead.as_ref())
        .chain(documents.values().flat_map(|document| &document.issued_by))
        .collect();
    let related = pointed_to.into_iter().filter_map(|id| Some((id.clone(), all_related.get(id)?.clone()))).collect();
    Some(Service {
        tenant: tenant(file, language)?,
        desk: desks.get(&desk_id(file, &entry.desk)?)?.clone(),
        name: say(&entry.name),
        summary: say(&entry.summary),
        category: CategoryId::parse(&entry.category)?,
        life_events: life_events(entry),
        minutes: entry.minutes,
        ready_days: entry.ready_days,
        fee: Fee {
            kind: entry.fee.kind,
            amount: entry.fee.amount.filter(|_| entry.fee.kind == contract::service::FeeKind::Fixed),
            items: entry.fee.items.iter().map(|item| FeeItem { name: say(&item.name), amount: item.amount }).collect(),
            note: entry.fee.note.as_ref().map(say),
            basis: entry.fee.basis.clone(),
        },
        questions: entry
            .question
            .iter()
            .filter_map(|question| {
                Some(Question {
                    id: QuestionId::parse(&question.id)?,
                    text: say(&question.text),
                    help: question.help.as_ref().map(say),
                    options: question
                        .option
                        .iter()
                        .filter_map(|option| {
                            Some(AnswerOption { id: OptionId::parse(&option.id)?, text: say(&option.text) })
                        })
                        .collect(),
                })
            })
            .collect(),
        steps: entry.step.iter().map(|step| say(&step.text)).collect(),
        source: Source {
            basis: entry.source.basis.clone(),
            evidence: entry.source.evidence,
            url: entry.source.url.clone(),
            confidence: entry.source.confidence,
        },
        id,
        issues,
        requirements,
        stops,
        documents,
        related,
    })
}

fn requirement(entry: &crate::file::RequirementEntry, language: Language) -> Option<Requirement> {
    let copied = matches!(entry.form, PaperForm::Copy | PaperForm::OriginalAndCopy);
    Some(Requirement {
        document: DocumentId::parse(&entry.document)?,
        form: entry.form,
        copies: if copied { entry.copies.unwrap_or(1) } else { 0 },
        count: entry.count.unwrap_or(1),
        when: when(&entry.when),
        note: entry.note.as_ref().map(|text| text.in_language(language)),
    })
}

fn when(entry: &WhenEntry) -> When {
    entry
        .iter()
        .filter_map(|(question, options)| {
            Some((QuestionId::parse(question)?, options.iter().filter_map(|option| OptionId::parse(option)).collect()))
        })
        .collect()
}
