//! The index as lines of text, for the inside of a page: read in one pass without JSON's machinery, which the first
//! piece of the app would have to carry, and shorter, since no entry repeats its names.
//!
//! One line an entry, fields parted by tabs: `c` a category, `e` a life event, `t` a tenant, `s` a service. A service
//! names its tenant, category and life events by their place among those.

use super::{Category, Index, LifeEvent, ServiceEntry, Tenant, TenantKind};
use crate::{CategoryId, LifeEventId, ServiceId, TenantId, service::FeeKind};

/// Between the parts of one field.
const BETWEEN: char = '|';

const fn letter_of_tenant(kind: TenantKind) -> &'static str {
    match kind {
        TenantKind::City => "c",
        TenantKind::Province => "p",
        TenantKind::National => "n",
        TenantKind::StateOwned => "s",
        TenantKind::Professional => "a",
        TenantKind::Unknown => "",
    }
}

fn tenant_kind(letter: &str) -> TenantKind {
    use TenantKind::{City, National, Professional, Province, StateOwned, Unknown};
    let known = [City, Province, National, StateOwned, Professional];
    known.into_iter().find(|kind| letter_of_tenant(*kind) == letter).unwrap_or(Unknown)
}

const fn letter_of_fee(kind: FeeKind) -> &'static str {
    match kind {
        FeeKind::Free => "g",
        FeeKind::Fixed => "f",
        FeeKind::Table => "t",
        FeeKind::Formula => "r",
        FeeKind::Unknown => "",
    }
}

fn fee_kind(letter: &str) -> FeeKind {
    let known = [FeeKind::Free, FeeKind::Fixed, FeeKind::Table, FeeKind::Formula];
    known.into_iter().find(|kind| letter_of_fee(*kind) == letter).unwrap_or(FeeKind::Unknown)
}

impl Index {
    /// No line holds `<`, so that none can end the script element it stands in. A service whose tenant, category or
    /// life event is not in the index is left out of it.
    #[must_use]
    pub fn to_lines(&self) -> String {
        let mut lines = String::new();
        for Category { id, name, services } in &self.categories {
            write(&mut lines, &["c", id.as_str(), &escape(name), &services.to_string()]);
        }
        for LifeEvent { id, name } in &self.life_events {
            write(&mut lines, &["e", id.as_str(), &escape(name)]);
        }
        for Tenant { id, name, short, kind, about, services } in &self.tenants {
            let (kind, services) = (letter_of_tenant(*kind), services.to_string());
            write(&mut lines, &["t", id.as_str(), &escape(name), &escape(short), kind, &escape(about), &services]);
        }
        for service in &self.services {
            if let Some(fields) = self.fields_of(service) {
                write(&mut lines, &fields.each_ref().map(String::as_str));
            }
        }
        lines
    }

    fn fields_of(&self, service: &ServiceEntry) -> Option<[String; 11]> {
        let life_events: Option<Vec<String>> =
            service.life_events.iter().map(|id| place(&self.life_events, |event| event.id == *id)).collect();
        let keywords: Vec<String> = service.keywords.iter().map(|keyword| escape(keyword)).collect();
        let between = BETWEEN.to_string();
        Some([
            "s".to_owned(),
            service.id.to_string(),
            place(&self.tenants, |tenant| tenant.id == service.tenant)?,
            escape(&service.name),
            escape(&service.summary),
            keywords.join(&between),
            place(&self.categories, |category| category.id == service.category)?,
            life_events?.join(&between),
            letter_of_fee(service.fee).to_owned(),
            service.amount.map(|amount| amount.to_string()).unwrap_or_default(),
            service.ready_days.map(|days| days.to_string()).join(&between),
        ])
    }

    /// `None` where there are no lines, or one is none that `to_lines` writes. A kind that this release does not know is
    /// unknown, as in JSON.
    #[must_use]
    pub fn from_lines(lines: &str) -> Option<Self> {
        if lines.is_empty() {
            return None;
        }
        let mut index =
            Self { categories: Vec::new(), life_events: Vec::new(), tenants: Vec::new(), services: Vec::new() };
        for line in lines.lines() {
            let mut fields = line.split('\t');
            let mut next = || fields.next();
            match next()? {
                "c" => index.categories.push(Category {
                    id: CategoryId::parse(next()?)?,
                    name: read(next()?),
                    services: next()?.parse().ok()?,
                }),
                "e" => index.life_events.push(LifeEvent { id: LifeEventId::parse(next()?)?, name: read(next()?) }),
                "t" => index.tenants.push(Tenant {
                    id: TenantId::parse(next()?)?,
                    name: read(next()?),
                    short: read(next()?),
                    kind: tenant_kind(next()?),
                    about: read(next()?),
                    services: next()?.parse().ok()?,
                }),
                "s" => {
                    let service = ServiceEntry {
                        id: ServiceId::parse(next()?)?,
                        tenant: at(&index.tenants, next()?)?.id.clone(),
                        name: read(next()?),
                        summary: read(next()?),
                        keywords: parts(next()?).map(read).collect(),
                        category: at(&index.categories, next()?)?.id.clone(),
                        life_events: parts(next()?)
                            .map(|place| Some(at(&index.life_events, place)?.id.clone()))
                            .collect::<Option<_>>()?,
                        fee: fee_kind(next()?),
                        amount: match next()? {
                            "" => None,
                            amount => Some(amount.parse().ok()?),
                        },
                        ready_days: {
                            let (least, most) = next()?.split_once(BETWEEN)?;
                            [least.parse().ok()?, most.parse().ok()?]
                        },
                    };
                    index.services.push(service);
                }
                _ => return None,
            }
        }
        Some(index)
    }
}

fn write(lines: &mut String, fields: &[&str]) {
    lines.push_str(&fields.join("\t"));
    lines.push('\n');
}

fn place<T>(all: &[T], is_it: impl Fn(&T) -> bool) -> Option<String> {
    all.iter().position(is_it).map(|place| place.to_string())
}

fn at<'a, T>(all: &'a [T], place: &str) -> Option<&'a T> {
    all.get(place.parse::<usize>().ok()?)
}

/// The parts of a field; none where it is empty.
fn parts(field: &str) -> impl Iterator<Item = &str> {
    field.split(BETWEEN).filter(|part| !part.is_empty())
}

/// What has a meaning in a line, as a backslash and a letter.
const ESCAPES: [(char, char); 6] = [('\\', '\\'), ('\t', 't'), ('\n', 'n'), ('\r', 'r'), ('<', 'l'), (BETWEEN, 'p')];

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match ESCAPES.iter().find(|(meant, _)| *meant == letter) {
            Some((_, written)) => escaped.extend(['\\', *written]),
            None => escaped.push(letter),
        }
    }
    escaped
}

fn read(field: &str) -> String {
    if !field.contains('\\') {
        return field.to_owned();
    }
    let mut text = String::with_capacity(field.len());
    let mut letters = field.chars();
    while let Some(letter) = letters.next() {
        let letter = match letter {
            '\\' => {
                let written = letters.next();
                ESCAPES.iter().find(|(_, letter)| Some(*letter) == written).map(|(meant, _)| *meant)
            }
            other => Some(other),
        };
        text.extend(letter);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(text: &str) -> Index {
        let id = |text: &str| text.to_owned();
        let service = |name: &str, amount, life_events: &[&str]| ServiceEntry {
            id: ServiceId::parse(&id(name)).unwrap(),
            tenant: TenantId::parse("two").unwrap(),
            name: text.to_owned(),
            summary: text.to_owned(),
            keywords: vec![text.to_owned(), "ktp".to_owned()],
            category: CategoryId::parse("papers").unwrap(),
            life_events: life_events.iter().map(|id| LifeEventId::parse(id).unwrap()).collect(),
            fee: FeeKind::Fixed,
            amount,
            ready_days: [0, 14],
        };
        let tenant = |name: &str, kind| Tenant {
            id: TenantId::parse(name).unwrap(),
            name: text.to_owned(),
            short: text.to_owned(),
            kind,
            about: text.to_owned(),
            services: 2,
        };
        Index {
            categories: vec![Category { id: CategoryId::parse("papers").unwrap(), name: text.to_owned(), services: 2 }],
            life_events: ["birth", "death"]
                .map(|name| LifeEvent { id: LifeEventId::parse(name).unwrap(), name: text.to_owned() })
                .into(),
            tenants: vec![tenant("one", TenantKind::StateOwned), tenant("two", TenantKind::Unknown)],
            services: vec![service("first", Some(30_000), &["death", "birth"]), service("second", None, &[])],
        }
    }

    #[test]
    fn an_index_comes_back_whole_whatever_its_texts_hold() {
        for text in ["Akta", "", "a\tb\nc\r|\\<\\t", "</script><!--", "Jum’at – ü 🎫"] {
            let index = index(text);
            let mut expected = index.clone();
            // An empty keyword finds nothing and is not kept.
            for service in &mut expected.services {
                service.keywords.retain(|keyword| !keyword.is_empty());
            }
            assert_eq!(Index::from_lines(&index.to_lines()), Some(expected), "{text:?}");
        }
    }

    #[test]
    fn every_kind_comes_back() {
        use TenantKind::{City, National, Professional, Province, StateOwned, Unknown};
        for kind in [City, Province, National, StateOwned, Professional, Unknown] {
            assert_eq!(tenant_kind(letter_of_tenant(kind)), kind);
        }
        for kind in [FeeKind::Free, FeeKind::Fixed, FeeKind::Table, FeeKind::Formula, FeeKind::Unknown] {
            assert_eq!(fee_kind(letter_of_fee(kind)), kind);
        }
    }

    #[test]
    fn no_lines_are_no_index() {
        assert_eq!(Index::from_lines(""), None);
    }

    #[test]
    fn no_line_ends_a_script() {
        assert!(!index("</script>").to_lines().contains('<'));
    }

    #[test]
    fn lines_that_are_none_of_ours_are_refused() {
        let whole = index("Akta").to_lines();
        assert_eq!(Index::from_lines(&whole.replace("\nt\ttwo", "\nx\ttwo")), None);
        for (place, line) in whole.lines().enumerate() {
            let (cut, _) = line.rsplit_once('\t').unwrap();
            let lines: Vec<&str> =
                whole.lines().enumerate().map(|(at, line)| if at == place { cut } else { line }).collect();
            assert_eq!(Index::from_lines(&lines.join("\n")), None, "{cut}");
        }
    }
}
