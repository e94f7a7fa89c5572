//! What is asked for and not answered: said as "not sent yet", kept, and sent again; never twice, never behind one's back.

use e2e::{House, Outcome};

use crate::{NIK_MOTHER, a_morning, books_as, keeps_places, plans_police_report};

const UNSENT: &str = "Belum terkirim";

#[tokio::test]
async fn a_booking_that_is_not_sent_is_sent_when_the_line_is_back() -> Outcome {
    let (mut house, resident) = a_morning().await?;
    plans_police_report(&resident).await?;
    keeps_places(&resident).await?;
    resident.types("Nama lengkap", "Siti Rahmawati").await?;
    resident.types("NIK", NIK_MOTHER).await?;
    resident.presses("Lanjut").await?;
    resident.sees_heading("Periksa sebelum memesan").await?;
    house.dies().await?;
    resident.presses("Pesan sekarang").await?;
    resident.sees(UNSENT).await?;
    resident.does_not_see("terpesan.").await?;
    resident.finds_nothing_with_axe("unsent").await?;
    resident.takes_picture("unsent").await?;
    let key = "return JSON.parse(sessionStorage.getItem('loket.plan')).sent.key";
    let sent = resident.evaluates(key, vec![]).await?;
    assert!(sent.as_str().is_some_and(|key| key.len() == 32), "the key is kept: {sent}");

    // The line comes back before the server does: the same wish, under the same key.
    resident.gets_the_line_back().await?;
    resident.sees(UNSENT).await?;
    assert_eq!(resident.evaluates(key, vec![]).await?, sent);
    house.comes_back().await?;
    resident.gets_the_line_back().await?;
    resident.sees("Kunjungan terpesan.").await?;
    resident.goes_to("/kunjungan-saya").await?;
    resident.waits_for_the_app().await?;
    resident.sees("Buka tiket").await?;
    let tickets = resident.evaluates("return JSON.parse(localStorage.getItem('loket.tickets')).length", vec![]).await?;
    assert_eq!(tickets, 1, "booked once");
    Ok(())
}

#[tokio::test]
async fn whoever_leaves_the_page_has_nothing_sent_later() -> Outcome {
    let (mut house, resident) = a_morning().await?;
    plans_police_report(&resident).await?;
    keeps_places(&resident).await?;
    books_as(&resident, "Siti Rahmawati", NIK_MOTHER).await?;
    let ticket = resident.address().await?;
    house.dies().await?;
    resident.presses("Batalkan").await?;
    resident.presses("Ya, batalkan").await?;
    resident.sees(UNSENT).await?;
    resident.takes_picture("unsent-cancel").await?;
    resident.presses("Kunjungan saya").await?;
    resident.sees_heading("Kunjungan saya").await?;
    let notes = "window.sent = []; const real = window.fetch; \
        window.fetch = (request) => { sent.push(request.method); return real(request); }";
    resident.evaluates(notes, vec![]).await?;
    house.comes_back().await?;
    resident.gets_the_line_back().await?;
    // Whatever was sent when the line was back has been answered by then.
    let code = House::code_of(&ticket).ok_or("the ticket's address has no code")?;
    resident.presses(&format!("Buka tiket {code}")).await?;
    resident.sees("Ubah jadwal").await?;
    resident.presses("Unduh data saya").await?;
    resident.sees("Data Anda sudah diunduh").await?;
    let sent = resident.evaluates("return sent", vec![]).await?;
    let reads_alone = sent.as_array().is_some_and(|sent| !sent.is_empty() && sent.iter().all(|method| method == "GET"));
    assert!(reads_alone, "{sent}");
    resident.goes_to("/").await?;
    resident.goes_to(&ticket).await?;
    resident.sees("Ubah jadwal").await?;
    resident.does_not_see("dibatalkan").await?;

    // And whoever stays sees it through.
    house.dies().await?;
    resident.presses("Batalkan").await?;
    resident.presses("Ya, batalkan").await?;
    resident.sees(UNSENT).await?;
    house.comes_back().await?;
    resident.gets_the_line_back().await?;
    resident.sees("Kunjungan ini dibatalkan.").await
}
