//! Loket in the pages of a city's site, on another origin.

mod book;
mod composer;
mod dialog;
mod element;
mod fuzz;
mod place;
mod places_end;
mod refused;

use e2e::{City, Engine, House, Phone, Resident, visit::MORNING};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// The frame inside the element.
const FRAME: &str = "return document.querySelector('loket-embed')?.shadowRoot?.querySelector('iframe') ?? null";

/// A city whose site may embed the house, and somebody who looks at it.
struct Scene {
    house: House,
    city: City,
    resident: Resident,
}

impl Scene {
    async fn opens(phone: Phone) -> Result<Self> {
        let city = City::opens().await?;
        let origins = city.url.parse()?;
        let contact = "mailto:admin@loket.example".parse()?;
        let house = House::opens_set(MORNING, move |config| {
            config.embed_origins = Clone::clone(&origins);
            config.reminders.push_contact = Clone::clone(&contact);
        })
        .await?;
        let resident = Resident::opens_on(phone, &house.url, "/tertanam").await?;
        Ok(Self { house, city, resident })
    }

    /// The city has an element with these attributes in its page, and the resident opens it.
    async fn shows(&self, attributes: &str) -> Result<()> {
        let lines = lines(&self.resident, attributes).await?;
        self.city.pastes(&lines, &self.house.url);
        self.resident.leaves_frames().await?;
        self.resident.browser.driver.goto(&self.city.url).await?;
        Ok(())
    }

    /// The same, and looks into the frame once the app is in it.
    async fn enters(&self, attributes: &str) -> Result<()> {
        self.shows(attributes).await?;
        self.resident.enters_frame(FRAME).await?;
        self.resident.waits_for_the_app().await
    }
}

/// What a webmaster pastes, made of what Loket's own page about embedding tells.
async fn lines(resident: &Resident, attributes: &str) -> Result<String> {
    resident.goes_to("/tertanam").await?;
    let script = "const told = JSON.parse(document.getElementById('page-embed').textContent); return [told.path, told.integrity]";
    let told = resident.evaluates(script, vec![]).await?;
    let (path, integrity) = (told[0].as_str().ok_or("no path")?, told[1].as_str().ok_or("no hash")?);
    let home = &resident.house;
    Ok(format!(
        "<script src=\"{home}{path}\" integrity=\"{integrity}\" crossorigin=\"anonymous\"></script>\n\
         <loket-embed {attributes}>\n  <a href=\"{home}/layanan/polresta-skck-baru\">SKCK baru: pesan jam datang</a>\n</loket-embed>"
    ))
}

fn small(engine: Engine) -> Phone {
    Phone::SMALL.with(engine)
}
