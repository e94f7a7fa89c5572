//! A mall with more services than an index carries: search and lists are asked of the server.

use std::sync::Arc;

use catalogue::{Catalogue, grow::grown};
use e2e::{House, Outcome, Resident};

use crate::MORNING;

const FIELD: &str = "Tulis dengan kata Anda sendiri";

async fn opens_large() -> Result<House, Box<dyn std::error::Error + Send + Sync>> {
    let files = grown(1_000).ok_or("fewer than are shipped")?;
    House::opens_with(Arc::new(Catalogue::of_files(files)?), MORNING).await
}

#[tokio::test]
async fn a_service_is_found_before_the_app_has_come() -> Outcome {
    let house = opens_large().await?;
    let resident = Resident::opens(&house.url, "/privasi").await?;
    resident.cannot_fetch(&["*split_app*"]).await?;
    resident.goes_to("/").await?;
    resident.types(FIELD, "skck babake").await?;
    resident.sees("Babake: SKCK baru").await?;
    resident.is_at("/#cari=skck+babake").await?;
    resident.has_not_the_app().await
}

#[tokio::test]
async fn a_service_is_found_once_the_app_has_come() -> Outcome {
    let house = opens_large().await?;
    let resident = Resident::opens(&house.url, "/#cari=skck+babake").await?;
    resident.waits_for_the_app().await?;
    resident.sees("Babake: SKCK baru").await?;
    resident.takes_picture("large-start").await?;
    resident.types(FIELD, "xqzwvk").await?;
    resident.sees("Tidak ada layanan untuk “xqzwvk”").await?;
    resident.types(FIELD, "ktp hilang").await?;
    resident.sees("Penggantian KTP").await?;
    resident.finds_nothing_with_axe("the start page of a large mall").await?;
    resident.heard_no_complaint().await
}

#[tokio::test]
async fn lists_are_asked_of_the_server_and_say_where_they_end() -> Outcome {
    let house = opens_large().await?;
    // A page that carries no index at all.
    let resident = Resident::opens(&house.url, "/layanan/polresta-skck-baru").await?;
    resident.waits_for_the_app().await?;
    resident.presses("Semua layanan").await?;
    resident.is_at("/layanan").await?;
    resident.takes_picture("large-list").await?;
    resident.finds_nothing_with_axe("the list of a large mall").await?;
    resident.presses("Kependudukan dan identitas").await?;
    resident.sees("Babake: Akta kelahiran").await?;
    resident.heard_no_complaint().await
}

#[tokio::test]
async fn without_an_answer_it_says_so_and_asks_again_by_itself() -> Outcome {
    let mut house = opens_large().await?;
    let resident = Resident::opens(&house.url, "/layanan").await?;
    resident.waits_for_the_app().await?;
    house.dies().await?;
    resident.types(FIELD, "skck").await?;
    resident.sees("Belum ada jawaban.").await?;
    house.comes_back().await?;
    resident.sees("SKCK baru").await?;
    resident.does_not_see("Belum ada jawaban.").await
}

#[tokio::test]
async fn words_that_look_like_a_script_keep_nobody_out() -> Outcome {
    let house = opens_large().await?;
    let resident = Resident::opens(&house.url, "/layanan?q=skck+onclick%3D1+javascript%3A").await?;
    resident.waits_for_the_app().await?;
    resident.types(FIELD, "paspor baru").await?;
    resident.sees("Babake: Paspor baru").await?;
    resident.heard_no_complaint().await
}
